import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { type BatchLine, openLines } from '../../../src/cli/batch/lines.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (file: string, stdin: Readable = Readable.from([])) =>
  openLines(file, { cwd: folder, signal: new AbortController().signal, stdin: () => stdin });

async function linesOf(chunks: Array<string | Buffer>): Promise<BatchLine[]> {
  const { portions } = await open('-', Readable.from(chunks));
  const lines: BatchLine[] = [];
  for await (const portion of portions) lines.push(...portion);
  return lines;
}

describe('the lines of a batch', () => {
  it('are those of the file, numbered; blank ones and comments are left out', async () => {
    expect(await linesOf(['\uFEFFone\r\n\r\n  # no\n\t two \nthree'])).toEqual([
      { number: 1, text: 'one' },
      { number: 4, text: 'two' },
      { number: 5, text: 'three' },
    ]);
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['\n'])).toEqual([]);
  });

  it('are whole wherever the bytes are cut', async () => {
    const text = Buffer.from('tag create Grün\nnote "日本"\n');
    const bytes = [...text].map((byte) => Buffer.from([byte]));
    expect((await linesOf(bytes)).map((line) => line.text)).toEqual(['tag create Grün', 'note "日本"']);
  });

  it('that are not UTF-8, hold NUL or are longer than 1 MiB are told by their number, and the others read', async () => {
    const lines = await linesOf([
      Buffer.from([0x61, 0xe4, 0x0a]),
      'a\0b\n',
      'x'.repeat(700_000),
      'x'.repeat(700_000),
      '\nlast',
    ]);
    expect(lines.map(({ number, problem }) => [number, problem?.code])).toEqual([
      [1, 'INVALID_LINE'],
      [2, 'INVALID_LINE'],
      [3, 'LINE_TOO_LONG'],
      [4, undefined],
    ]);
  });

  it('are given as soon as they are there', async () => {
    const stdin = new PassThrough();
    const { portions } = await open('-', stdin);
    const reading = portions[Symbol.asyncIterator]();
    stdin.write('one\ntwo\nthr');
    expect((await reading.next()).value).toHaveLength(2);
    stdin.end('ee\n');
    expect((await reading.next()).value).toEqual([{ number: 3, text: 'three' }]);
  });

  it('tell how much of a file is read', async () => {
    await writeFile(path.join(folder, 'some.txt'), 'tag list\n'.repeat(20_000));
    const { portions, part } = await open('some.txt');
    let half = 0;
    for await (const _ of portions) half = half === 0 ? (part() ?? 0) : half;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(1);
    expect(part()).toBe(1);
    expect((await open('-')).part()).toBeUndefined();
  });

  it('of a file that cannot be read are refused, naming it', async () => {
    await expect(open('missing.txt')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('missing.txt'),
    });
  });
});
