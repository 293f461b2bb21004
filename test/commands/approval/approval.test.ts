import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fillDocumentBook } from '../../domain/approval/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const addresses = 'erika@mueller.example, jan@weiss.example, petra@oezdemir.example';

describe('approval', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillDocumentBook(db()));
    const run = (line: string) => db().run(...words(`approval ${line}`));
    /** What a command says of its own; what it says of mails stands in other tests. */
    const said = async (line: string) => (await run(line)).err.split('\n')[0];

    it('O2: request says what was asked of whom, and who is told; a second time it changes nothing', async () => {
      expect(await said('request 1 4')).toBe(
        `✓ requested the approval of "Annual accounts.txt" (approval 1) of account 2 "Weiß GmbH"; notifies ${addresses}`,
      );
      const before = await db().contents();
      expect(await run('request 4 1')).toEqual(
        expect.objectContaining({
          code: 0,
          out: '',
          err:
            '✓ the approval of "Letter.txt" (approval 2) of account 1 "Erika Müller" is requested already\n' +
            '✓ the approval of "Annual accounts.txt" (approval 1) of account 2 "Weiß GmbH" is requested already\n',
        }),
      );
      expect(await db().contents()).toBe(before);
      expect((await run('request 1 -o ids')).out).toBe('1\n');
      expect(await said('request 2 --no-notify')).toContain(
        '(approval 3) of account 2 "Weiß GmbH"; nobody is notified',
      );
    });

    it('O2: request, decide and cancel answer as batches, with the approval in each result', async () => {
      const approval = {
        id: 1,
        name: 'Annual accounts.txt',
        document: { id: 1, name: 'Annual accounts.txt' },
        account: { id: 2, name: 'Weiß GmbH' },
        status: 'pending',
        requestedAt: '2026-02-10T00:00:00.000Z',
        requestedBy: 'tester',
        decidedAt: null,
        decidedBy: null,
        comment: null,
        warnings: [],
      };
      expect((await run('request 1 --at 2026-02-10 --json')).json()).toEqual({
        results: [{ outcome: 'created', ...approval, notified: addresses.split(', ') }],
        summary: { total: 1, created: 1 },
      });
      const decided = {
        ...approval,
        status: 'declined',
        decidedAt: '2026-02-11T09:30:00.000Z',
        decidedBy: { side: 'client', name: 'Jan Weiß', contact: { id: 2, name: 'Jan Weiß' } },
        comment: 'No VAT',
        notified: [],
      };
      const line =
        'decide 1 declined --by jan@weiss.example --comment "No VAT" --at 2026-02-11T09:30Z --json';
      expect((await run(line)).json()).toEqual({
        results: [{ outcome: 'updated', ...decided }],
        summary: { total: 1, updated: 1 },
      });
      expect((await run(line)).json()).toEqual({
        results: [{ outcome: 'unchanged', ...decided }],
        summary: { total: 1, unchanged: 1 },
      });
      await run('request 2 --no-notify');
      const cancelled = (await run('cancel 2 2 --json')).json();
      expect(cancelled).toMatchObject({
        results: [{ outcome: 'updated', status: 'cancelled', decidedBy: { side: 'firm', name: 'tester' } }],
        summary: { total: 1, updated: 1 },
      });
      expect((await run('list 2 --json')).json()).toMatchObject([{ id: 2 }, { id: 1 }]);
      const { outcome, name, warnings, notified, ...listed } = { outcome: '', ...decided };
      expect((await run('list --status declined --json')).json()).toEqual([listed]);
    });

    it('O2: decide says who decided what', async () => {
      await run('request 1 --no-notify');
      expect(await run('decide 1 approved --by jan@weiss.example')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ Jan Weiß approved "Annual accounts.txt" (approval 1) of account 2 "Weiß GmbH"\n',
      });
      expect((await run('decide 1 approved --by 2')).err).toBe(
        '✓ Jan Weiß approved "Annual accounts.txt" (approval 1) of account 2 "Weiß GmbH" already\n',
      );
    });

    it('O2: a comment comes from an option, a file or standard input, and is kept as it is', async () => {
      await writeFile(path.join(db().folder, 'comment.txt'), '  Well,\n\tfine.\n');
      const comments: string[] = [];
      for (const [given, stdin] of [
        ['--file comment.txt', ''],
        ['--file -', 'from\nstdin\n'],
        ['--comment -', 'dash'],
        ['--comment " a  b "', ''],
      ] as const) {
        await run('request 1 --no-notify');
        const ids = (await run('list --status pending -o ids')).out.trim();
        const ran = await db().runWith(
          { stdin },
          ...words(`approval decide ${ids} approved --by 2 ${given} --json`),
        );
        comments.push(ran.json().results[0].comment);
      }
      expect(comments).toEqual(['  Well,\n\tfine.\n', 'from\nstdin\n', 'dash', ' a  b ']);
    });

    it('asks who decided where somebody can answer', async () => {
      await run('request 1 --no-notify');
      const ran = await db().runWith(
        { terminal: true, typed: [['Who decided (contact)?', 'jan@weiss.example\n']] },
        ...words('approval decide 1 approved'),
      );
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('Jan Weiß approved "Annual accounts.txt"');
    });

    it('A12: lists about one account stand under its heading', async () => {
      await run('request 1 --at 2026-02-10T09:30Z');
      await run('decide 1 declined --by 2 --comment "No\nVAT" --at 2026-02-11');
      await run('request 2 --at 2026-02-12');
      expect((await run('list 2')).out).toMatchInlineSnapshot(`
        "#2  Weiß GmbH
        company · no photo · not archived

        ID  Document             Account    Status    Requested (UTC)   Decided by  Comment
         2  Contract.txt         Weiß GmbH  pending   2026-02-12 00:00
         1  Annual accounts.txt  Weiß GmbH  declined  2026-02-10 09:30  Jan Weiß    No VAT
        "
      `);
      expect((await run('list')).out).not.toContain('#2');
      expect(await run('list 3')).toMatchObject({
        code: 0,
        out: expect.stringContaining('#3  Nachlass Ernst'),
        err: 'No approvals.\n',
      });
      expect((await run('list 2 --status pending -o count')).out).toBe('1\n');
      expect((await run('list --limit 1 --page 2 -o ids')).out).toBe('1\n');
    });

    it('A9: in an archived account it goes on, and nobody is notified', async () => {
      expect(await said('request 3')).toContain('of account 3 "Nachlass Ernst"; nobody is notified');
      expect((await run('decide 1 approved --by 2')).code).toBe(0);
    });

    it('hostile text in a comment is shown and does nothing', async () => {
      await run('request 1 --no-notify');
      await db().run('approval', 'decide', '1', 'approved', '--by', '2', '--comment', '\u001b[2J\u202eevil');
      const { out } = await run('list 2');
      expect(out).not.toContain('\u001b');
      expect(out).not.toContain('\u202e');
      expect(out).toContain('evil');
    });

    it('can be tried out', async () => {
      await run('request 2 --no-notify');
      const before = await db().contents();
      for (const line of ['request 1', 'decide 1 approved --by 2', 'cancel 1']) {
        expect((await run(`${line} --dry-run`)).err, line).toMatch(/dry run: nothing was written\n$/);
      }
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', async () => {
      await run('request 1 2 --no-notify --at 2026-02-10');
      await run('decide 1 approved --by 2');
      await run('cancel 2');
      await run('request 2 --no-notify');
      await expectRefusals(db(), [
        ['decided', 'approval decide 1 declined --by 2', 4, 'APPROVAL_DECIDED', 'kontor approval request 1'],
        ['somebody else', 'approval decide 1 approved --by 1', 4, 'APPROVAL_DECIDED', 'by Jan Weiß'],
        ['decided, cancel', 'approval cancel 3 1', 4, 'APPROVAL_DECIDED', 'was approved'],
        [
          'withdrawn',
          'approval decide 2 approved --by 2',
          4,
          'APPROVAL_CANCELLED',
          'kontor approval request 2',
        ],
        [
          'link',
          'approval decide 3 approved --by 4',
          3,
          'NOT_LINKED',
          'Contact 4 is not linked to account 2',
        ],
        ['contact', 'approval decide 3 approved --by nobody', 3, 'CONTACT_NOT_FOUND', 'nobody'],
        ['nobody', 'approval decide 3 approved', 2, 'INVALID_INPUT', '--by'],
        ['decision', 'approval decide 3 pending --by 2', 2, 'INVALID_INPUT', 'approved or declined'],
        ['approval', 'approval decide 9 approved --by 2', 3, 'APPROVAL_NOT_FOUND', 'kontor approval list'],
        ['no number', 'approval decide x approved --by 2', 2, 'INVALID_INPUT', 'number of an approval'],
        ['document', 'approval request 3 9', 3, 'DOCUMENT_NOT_FOUND', 'kontor document list'],
        ['time', 'approval request 3 --at yesterday', 2, 'INVALID_TIME', '2026-03-04T05:06Z'],
        ['future', 'approval decide 3 approved --by 2 --at 2027-01-01', 2, 'INVALID_TIME', 'future'],
        [
          'before',
          'approval decide 3 approved --by 2 --at 2026-02-09',
          2,
          'INVALID_TIME',
          'before the request',
        ],
        ['both', 'approval decide 3 approved --by 2 --comment x --file y', 2, 'INVALID_INPUT', 'not both'],
        ['file', 'approval decide 3 approved --by 2 --file none', 2, 'FILE_UNREADABLE', 'none'],
        ['status', 'approval list --status open', 2, 'INVALID_INPUT', 'pending'],
        ['account', 'approval list 9', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
      ]);
      const long = 'x'.repeat(65_537);
      expect(
        await db().run('approval', 'decide', '3', 'approved', '--by', '2', '--comment', long),
      ).toMatchObject({
        code: 2,
        err: expect.stringContaining('at most 65536 characters'),
      });
    });
  });
});
