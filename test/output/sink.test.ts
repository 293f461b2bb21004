import { createWriteStream, existsSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { PipeClosed } from '../../src/output/settings.ts';
import { sinkFor } from '../../src/output/sink.ts';

const errno = (code: string) => Object.assign(new Error(`write ${code}`), { code });

test('texts arrive whole and in order', async () => {
  const stream = new PassThrough();
  const sink = sinkFor(stream);
  await sink.write('Müller\n');
  await sink.write('山田\n');
  stream.end();
  expect(await text(stream)).toBe('Müller\n山田\n');
});

test('a slow reader slows the writer down', async () => {
  let accept: (() => void) | undefined;
  const sink = sinkFor(
    new Writable({
      write(_chunk, _encoding, done) {
        accept = done;
      },
    }),
  );
  let written = false;
  const write = sink.write('a').then(() => {
    written = true;
  });
  await new Promise(setImmediate);
  expect(written).toBe(false);
  accept?.();
  await write;
  expect(written).toBe(true);
});

describe('when the reader is gone', () => {
  test('the write that meets it rejects with PipeClosed, and every later one', async () => {
    const sink = sinkFor(new Writable({ write: (_chunk, _encoding, done) => done(errno('EPIPE')) }));
    await expect(sink.write('a')).rejects.toBeInstanceOf(PipeClosed);
    await expect(sink.write('b')).rejects.toBeInstanceOf(PipeClosed);
  });

  test('so does the first write after an error between two writes', async () => {
    const stream = new PassThrough();
    const sink = sinkFor(stream);
    await sink.write('a');
    stream.destroy(errno('EPIPE'));
    await new Promise(setImmediate);
    await expect(sink.write('b')).rejects.toBeInstanceOf(PipeClosed);
  });

  test('so does a write into a stream that was closed', async () => {
    const stream = new PassThrough();
    const sink = sinkFor(stream);
    stream.destroy();
    await expect(sink.write('a')).rejects.toBeInstanceOf(PipeClosed);
  });
});

test('other errors are passed on as they are', async () => {
  const sink = sinkFor(new Writable({ write: (_chunk, _encoding, done) => done(errno('ENOSPC')) }));
  await expect(sink.write('a')).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(sink.write('b')).rejects.toMatchObject({ code: 'ENOSPC' });
});

test.runIf(existsSync('/dev/full'))('a full disk is no closed pipe', async () => {
  const sink = sinkFor(createWriteStream('/dev/full'));
  await expect(sink.write('a')).rejects.toMatchObject({ code: 'ENOSPC' });
});
