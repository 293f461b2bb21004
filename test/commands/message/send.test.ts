import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const time = '2026-03-04T05:06:07.890Z';

describe('message send and reply', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const message = (line: string) => db().run('message', ...words(line));
    const texts = () => db().read(({ trx }) => trx('messages').orderBy('id').pluck('body'));

    it('O2: the firm begins a thread, the client answers in it; people read where', async () => {
      expect(await message('send "Weiß GmbH" "Please send them." --subject " Receipts "')).toEqual(
        expect.objectContaining({
          code: 0,
          out: '',
          err: '✓ wrote message 1 in thread 1 "Receipts" of account 2 "Weiß GmbH"\n',
        }),
      );
      expect((await message('reply 1 "Here they are." --from jan@weiss.example')).err).toBe(
        '✓ recorded what Jan Weiß wrote: message 2 in thread 1 "Receipts" of account 2 "Weiß GmbH"\n',
      );
      expect((await message('reply 1 Thanks --actor Nora --json')).json()).toMatchObject({
        outcome: 'created',
        id: 3,
        thread: { id: 1, subject: 'Receipts' },
        account: { id: 2, name: 'Weiß GmbH' },
        from: { side: 'firm', name: 'Nora', contact: null },
        text: 'Thanks',
        at: time,
        notified: [],
      });
    });

    it('-o ids gives the thread, so that scripts can reply to what they began', async () => {
      await message('send 1 One --subject First');
      await message('reply 1 Two');
      expect((await message('send 1 Three --subject Second -o ids')).out).toBe('2\n');
      expect((await message('reply 2 Four -o ids')).out).toBe('2\n');
    });

    it('the text comes from an argument, a file or standard input, and is kept as it is', async () => {
      const text = '  Guten Tag,\r\n\r\n\tbitte 😀 "x" \\n <b>\n\n';
      await writeFile(path.join(db().folder, 'letter.txt'), text);
      expect((await db().run('message', 'send', '1', text, '--subject', 'A')).code).toBe(0);
      expect((await message('reply 1 --file letter.txt')).code).toBe(0);
      for (const line of ['message reply 1 -', 'message reply 1 --file -', 'message send 1 - --subject B']) {
        expect((await db().runWith({ stdin: text }, ...words(line))).code, line).toBe(0);
      }
      expect(await texts()).toEqual(Array(5).fill(text));
    });

    it('as much as 65,536 characters, and not one more', async () => {
      const longest = 'ß'.repeat(65_536);
      const { code } = await db().runWith({ stdin: longest }, ...words('message send 1 - --subject Long'));
      expect(code).toBe(0);
      const more = await db().runWith({ stdin: `${longest}x` }, ...words('message reply 1 - --json'));
      expect(more.error()).toMatchObject({
        code: 'INVALID_TEXT',
        exitCode: 2,
        message: 'The message must have at most 65536 characters.',
      });
      expect(await texts()).toEqual([longest]);
    });

    it('O2: --at is stored, checked and audited; without it, it is now', async () => {
      await message('send 1 One --subject A --at 2026-02-28');
      await message('reply 1 Two --from 1 --at "2026-03-01 10:00+01:00"');
      await message('reply 1 Three');
      const at = await db().read(({ trx }) => trx('messages').orderBy('id').pluck('at'));
      expect(at).toEqual(['2026-02-28T00:00:00.000Z', '2026-03-01T09:00:00.000Z', time]);
      const entries = (await db().run('audit', 'list', '--record', 'message', '--json')).json();
      expect(entries.map(({ changes }: { changes: object }) => changes)).toEqual([
        expect.not.objectContaining({ at: expect.anything() }),
        expect.objectContaining({ at: { from: null, to: '2026-03-01T09:00:00.000Z' } }),
        expect.objectContaining({ at: { from: null, to: '2026-02-28T00:00:00.000Z' } }),
      ]);
      expect(JSON.stringify(entries)).not.toContain('Three');
    });

    it('on a terminal it asks for what is missing', async () => {
      const typed = [
        ['Subject:', 'Receipts\r'],
        ['Message:', 'Please send them.\r'],
      ] as const;
      const ran = await db().runWith({ terminal: true, typed }, 'message', 'send', '1');
      expect(ran.code, ran.err).toBe(0);
      expect(await texts()).toEqual(['Please send them.']);
    });

    it('A9: archived accounts can be written to, and notify nobody', async () => {
      expect((await message('send 3 Late --subject Estate --json')).json()).toMatchObject({ notified: [] });
    });

    it('refuses, and writes nothing', async () => {
      await message('send 2 One --subject A --at 2026-03-01');
      await writeFile(path.join(db().folder, 'broken.txt'), 'a\u0000b');
      await expectRefusals(db(), [
        ['no account', 'message send 99 x --subject A', 3, 'ACCOUNT_NOT_FOUND', '"99"'],
        ['no thread', 'message reply 99 x', 3, 'THREAD_NOT_FOUND', 'kontor message list'],
        ['no contact', 'message reply 1 x --from nobody', 3, 'CONTACT_NOT_FOUND', '"nobody"'],
        ['not theirs', 'message reply 1 x --from 3', 3, 'NOT_LINKED', 'kontor account show id:2'],
        ['not theirs', 'message send 1 x --subject A --from 2', 3, 'NOT_LINKED', 'account 1'],
        ['no subject', 'message send 1 x', 2, 'INVALID_INPUT', '--subject is missing'],
        ['empty subject', 'message send 1 x --subject " "', 2, 'INVALID_INPUT', 'must not be empty'],
        [
          'long subject',
          `message send 1 x --subject ${'s'.repeat(201)}`,
          2,
          'INVALID_INPUT',
          '200 characters',
        ],
        ['lines in it', 'message send 1 x --subject "a\nb"', 2, 'INVALID_INPUT', 'control characters'],
        ['no text', 'message reply 1', 2, 'TEXT_MISSING', '--file'],
        ['blank text', 'message reply 1 "  "', 2, 'INVALID_TEXT', 'The message must not be empty'],
        ['empty stdin', 'message reply 1 -', 2, 'INVALID_TEXT', 'must not be empty'],
        ['NUL', 'message reply 1 --file broken.txt', 2, 'INVALID_TEXT', 'NUL'],
        ['two texts', 'message reply 1 x --file broken.txt', 2, 'CONFLICTING_OPTIONS', 'either'],
        ['no file', 'message reply 1 --file none.txt', 2, 'FILE_UNREADABLE', 'there is no such file'],
        ['no number', 'message reply Receipts x', 2, 'INVALID_INPUT', 'number of a thread'],
        [
          'too early',
          'message reply 1 x --at 2026-02-28',
          2,
          'INVALID_TIME',
          'the last message of the thread',
        ],
        ['too late', 'message send 1 x --subject A --at 2027-01-01', 2, 'INVALID_TIME', 'future'],
        ['no time', 'message send 1 x --subject A --at noon', 2, 'INVALID_TIME', 'is no time'],
      ]);
    });
  });
});
