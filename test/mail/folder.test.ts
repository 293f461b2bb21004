import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WrittenMail } from '../../src/mail/carriers/carrier.ts';
import { folderCarrier } from '../../src/mail/carriers/folder.ts';

/** Nobody interrupts. */
const never = new AbortController().signal;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kontor-mail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mail = (more: Partial<WrittenMail> = {}): WrittenMail => ({
  id: 12,
  attempt: 1,
  at: '2026-03-04T05:06:07.890Z',
  envelope: { from: 'office@weiss.example', to: ['jan@weiss.example'] },
  raw: Buffer.from('Subject: Test\r\n\r\nHello\r\n'),
  ...more,
});
const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('I6: mails in a folder', () => {
  it('are whole files, named by time and number, for their owner alone', async () => {
    const outbox = path.join(folder, 'deep', 'outbox');
    const umask = process.umask(0);
    try {
      expect(await folderCarrier(outbox).hand(mail(), never)).toEqual({
        state: 'sent',
        reason: null,
        stop: false,
      });
    } finally {
      process.umask(umask);
    }
    expect(await readdir(outbox)).toEqual(['20260304T050607890Z-12-1.eml']);
    const [file] = await readdir(outbox);
    expect(await readFile(path.join(outbox, file ?? ''), 'utf8')).toBe('Subject: Test\r\n\r\nHello\r\n');
    expect([await mode(outbox), await mode(path.join(outbox, file ?? ''))]).toEqual(['700', '600']);
  });

  it('a second try is a second file', async () => {
    const carrier = folderCarrier(folder);
    await carrier.hand(mail(), never);
    await carrier.hand(mail({ attempt: 2 }), never);
    expect(await readdir(folder)).toEqual(['20260304T050607890Z-12-1.eml', '20260304T050607890Z-12-2.eml']);
  });

  it('a folder that cannot be written leaves the mail in the outbox, and nothing else behind', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    expect(await folderCarrier(path.join(file, 'outbox')).hand(mail(), never)).toEqual({
      state: 'queued',
      reason: `the folder ${path.join(file, 'outbox')} cannot be written (ENOTDIR)`,
      stop: true,
    });
    expect(await folderCarrier(file).hand(mail(), never)).toMatchObject({ state: 'queued', stop: true });
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.runIf(process.platform === 'linux')(
    'a folder that the system can never make ends in the same way',
    async () => {
      expect(await folderCarrier('/proc/nope/outbox').hand(mail(), never)).toMatchObject({
        state: 'queued',
        stop: true,
      });
    },
  );
});
