import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fillDocumentBook } from '../../domain/approval/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('signature', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillDocumentBook(db()));
    const run = (line: string) => db().run(...words(`signature ${line}`));
    /** What a command says of its own; what it says of mails stands in other tests. */
    const said = async (line: string) => (await run(line)).err.split('\n')[0];

    it('O2, L4: request asks the signers of the account in its order, or those that --signers names', async () => {
      await db().run('account', 'signers', '2', '--order', '3');
      expect(await said('request 1')).toBe(
        '✓ requested signatures for "Annual accounts.txt" (request 1) of account 2 "Weiß GmbH"; still to sign: ' +
          'Petra Özdemir, Erika Müller, Jan Weiß; notifies erika@mueller.example, jan@weiss.example, petra@oezdemir.example',
      );
      expect(await said('request 2 --signers jan@weiss.example --signers "Erika Müller" --in-order')).toBe(
        '✓ requested signatures for "Contract.txt" (request 2) of account 2 "Weiß GmbH"; still to sign, in this order: ' +
          'Jan Weiß, Erika Müller; notifies jan@weiss.example',
      );
    });

    it('O2: each says how far the request is', async () => {
      await run('request 1 --signers 2,1,3 --in-order');
      expect(await said('sign 1 --by jan@weiss.example')).toBe(
        '✓ recorded a signature for "Annual accounts.txt" (request 1) of account 2 "Weiß GmbH"; still to sign, in this ' +
          'order: Erika Müller, Petra Özdemir; notifies erika@mueller.example',
      );
      expect((await run('sign 1 --by 2')).err).toBe(
        '✓ that signature for "Annual accounts.txt" (request 1) of account 2 "Weiß GmbH" is recorded already\n',
      );
      await run('sign 1 --by 1');
      expect((await run('sign 1 --by 3')).err).toBe(
        '✓ recorded a signature for "Annual accounts.txt" (request 1) of account 2 "Weiß GmbH"; all have signed\n',
      );
      await run('request 2 --no-notify');
      expect((await run('decline 2 --by 3')).err).toBe(
        '✓ recorded that signing "Contract.txt" (request 2) of account 2 "Weiß GmbH" was declined; the request has ended\n',
      );
      expect((await run('decline 2 --by 3')).err).toContain('was declined is recorded already');
      await run('request 2 --no-notify');
      expect((await run('cancel 3')).err).toBe(
        '✓ withdrew the request for signatures for "Contract.txt" (request 3) of account 2 "Weiß GmbH"\n',
      );
      expect((await run('cancel 3')).err).toContain('is withdrawn already');
    });

    it('O2: all answer as batches, with the request in each result; a list has the requests alone', async () => {
      const jan = { id: 2, name: 'Jan Weiß' };
      const waiting = { name: 'Jan Weiß', contact: jan, status: 'pending', at: null, reason: null };
      const request = {
        id: 1,
        document: { id: 1, name: 'Annual accounts.txt' },
        account: { id: 2, name: 'Weiß GmbH' },
        status: 'open',
        inOrder: true,
        requestedAt: '2026-02-10T00:00:00.000Z',
        requestedBy: 'tester',
        endedAt: null,
        signers: [{ position: 1, ...waiting }],
        missing: ['Jan Weiß'],
      };
      const outcome = { name: 'Annual accounts.txt', warnings: [] };
      expect((await run('request 1 --signers 2 --in-order --at 2026-02-10 --json')).json()).toEqual({
        results: [{ outcome: 'created', ...outcome, ...request, notified: ['jan@weiss.example'] }],
        summary: { total: 1, created: 1 },
      });
      expect((await run('list 2 --json')).json()).toEqual([request]);
      const at = '2026-02-11T09:30:00.000Z';
      const signed = {
        ...request,
        status: 'complete',
        endedAt: at,
        signers: [{ position: 1, ...waiting, status: 'signed', at }],
        missing: [],
      };
      const line = 'sign 1 --by jan@weiss.example --at 2026-02-11T09:30Z --json';
      expect((await run(line)).json()).toEqual({
        results: [{ outcome: 'updated', ...outcome, ...signed, notified: [] }],
        summary: { total: 1, updated: 1 },
      });
      expect((await run(line)).json()).toMatchObject({
        results: [{ outcome: 'unchanged' }],
        summary: { total: 1, unchanged: 1 },
      });
      await run('request 2 --signers 2 --no-notify');
      expect((await run('decline 2 --by 2 --reason "Wrong year" --json')).json()).toMatchObject({
        results: [
          { outcome: 'updated', status: 'declined', signers: [{ status: 'declined', reason: 'Wrong year' }] },
        ],
      });
      await run('request 2 --signers 2 --no-notify');
      expect((await run('cancel 3 3 --json')).json()).toMatchObject({
        results: [{ outcome: 'updated', status: 'cancelled', missing: [] }],
        summary: { total: 1 },
      });
      expect((await run('list --status complete -o ids')).out).toBe('1\n');
    });

    it('O2: a reason comes from an option, a file or standard input', async () => {
      await writeFile(path.join(db().folder, 'why.txt'), 'Because.\n');
      const reasons: string[] = [];
      for (const [id, given, stdin] of [
        [1, '--file why.txt', ''],
        [2, '--reason -', 'by\npipe'],
      ] as const) {
        await run('request 1 --signers 2 --no-notify');
        const line = `signature decline ${id} --by 2 ${given} --json`;
        reasons.push((await db().runWith({ stdin }, ...words(line))).json().results[0].signers[0].reason);
      }
      expect(reasons).toEqual(['Because.\n', 'by\npipe']);
    });

    it('A12, O1: a list about one account stands under its heading and says who has still to sign', async () => {
      await run('request 1 --signers 2,1 --at 2026-02-10T09:30Z');
      await run('sign 1 --by 2 --at 2026-02-11');
      await run('request 2 --signers 3 --at 2026-02-12');
      await run('decline 2 --by 3 --at 2026-02-13');
      expect((await run('list 2')).out).toMatchInlineSnapshot(`
        "#2  Weiß GmbH
        company · no photo · not archived

        ID  Document             Account    Status                     Requested (UTC)   Still to sign
         2  Contract.txt         Weiß GmbH  declined by Petra Özdemir  2026-02-12 00:00
         1  Annual accounts.txt  Weiß GmbH  open                       2026-02-10 09:30  Erika Müller
        "
      `);
      expect((await run('list')).out).not.toContain('#2');
      expect(await run('list 1')).toMatchObject({
        code: 0,
        out: expect.stringContaining('#1  Erika Müller'),
        err: 'No signature requests.\n',
      });
    });

    it('O1: --waiting-for lists what a contact can sign now', async () => {
      await run('request 1 --signers 2,1 --in-order --no-notify');
      await run('request 3 --no-notify');
      const waiting = async (line: string) => (await run(`list ${line} -o ids`)).out;
      expect(await waiting('--waiting-for jan@weiss.example')).toBe('2\n1\n');
      expect(await waiting('2 --waiting-for jan@weiss.example')).toBe('1\n');
      expect(await waiting('--waiting-for 1')).toBe('');
      await run('sign 1 --by 2');
      expect(await waiting('--waiting-for 1')).toBe('1\n');
      expect(await waiting('--waiting-for 1 --status complete')).toBe('');
    });

    it('asks who signed where somebody can answer', async () => {
      await run('request 1 --signers 2 --no-notify');
      const ran = await db().runWith(
        { terminal: true, typed: [['Who signed (contact)?', '2\n']] },
        ...words('signature sign 1'),
      );
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('all have signed');
    });

    it('A9: in an archived account it goes on, and nobody is notified', async () => {
      expect(await said('request 3')).toContain('still to sign: Jan Weiß; nobody is notified');
      expect((await run('sign 1 --by 2')).err).toContain('all have signed');
    });

    it('can be tried out', async () => {
      await run('request 2 --no-notify');
      const before = await db().contents();
      for (const line of ['request 1', 'sign 1 --by 2', 'decline 1 --by 2', 'cancel 1']) {
        expect((await run(`${line} --dry-run`)).err, line).toMatch(/dry run: nothing was written\n$/);
      }
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', async () => {
      await run('request 1 --signers 2,1 --in-order --no-notify --at 2026-02-10');
      await run('request 3 --no-notify');
      await run('sign 2 --by 2');
      const access = 'kontor contact access 2 2 --login on';
      await expectRefusals(db(), [
        ['open', 'signature request 1', 4, 'SIGNATURE_OPEN', 'kontor signature cancel 1'],
        ['turn', 'signature sign 1 --by 1', 4, 'NOT_THEIR_TURN', 'the turn of Jan Weiß'],
        ['no signer', 'signature sign 1 --by 3', 4, 'NOT_A_SIGNER', 'kontor signature list 2'],
        ['ended', 'signature decline 2 --by 2', 4, 'SIGNATURE_ENDED', 'kontor signature request 3'],
        ['ended, cancel', 'signature cancel 1 2', 4, 'SIGNATURE_ENDED', 'is complete since'],
        ['request', 'signature sign 9 --by 2', 3, 'SIGNATURE_NOT_FOUND', 'kontor signature list'],
        ['no number', 'signature sign x --by 2', 2, 'INVALID_INPUT', 'number of a signature request'],
        ['contact', 'signature sign 1 --by nobody', 3, 'CONTACT_NOT_FOUND', 'nobody'],
        ['nobody', 'signature sign 1', 2, 'INVALID_INPUT', '--by'],
        ['document', 'signature request 9', 3, 'DOCUMENT_NOT_FOUND', 'kontor document list'],
        ['without login', 'signature request 4', 4, 'NOBODY_CAN_SIGN', 'kontor contact access CONTACT 1'],
        ['empty', 'signature request 2 --signers ""', 2, 'NOBODY_NAMED', 'kontor account signers'],
        ['twice', 'signature request 2 --signers 2,1,2', 2, 'SIGNER_TWICE', '"Jan Weiß" is named twice'],
        ['link', 'signature request 2 --signers 4', 3, 'NOT_LINKED', 'Contact 4 is not linked'],
        ['time', 'signature sign 1 --by 2 --at 2026-02-09', 2, 'INVALID_TIME', 'before the request'],
        ['both', 'signature decline 1 --by 2 --reason x --file y', 2, 'INVALID_INPUT', 'not both'],
        ['status', 'signature list --status pending', 2, 'INVALID_INPUT', 'complete'],
      ]);
      await db().run(...words('contact access 2 2 --login off'));
      await expectRefusals(db(), [
        ['login lost', 'signature sign 1 --by 2', 4, 'SIGNER_WITHOUT_LOGIN', access],
        ['login', 'signature request 2 --signers 2', 4, 'SIGNER_WITHOUT_LOGIN', access],
      ]);
    });
  });
});
