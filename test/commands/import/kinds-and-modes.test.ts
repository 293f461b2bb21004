import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import * as lists from './load.ts';

describe('import --kind and --mode', () => {
  onEachDatabase((db) => {
    const load = (lines: readonly string[], ...options: string[]) => lists.load(db(), lines, ...options);
    const loadTwice = (lines: readonly string[], ...options: string[]) =>
      lists.loadTwice(db(), lines, ...options);
    const show = async (...argv: string[]) => (await db().run(...argv, '-o', 'json')).json();
    const people = async () =>
      (await show('contact', 'list', '--sort', 'id')).map(
        ({ name, phone }: { name: string; phone: string | null }) => [name, phone],
      );

    const head = 'Account key,Account name,First name,Last name,E-mail,Phone,Role';

    it('insert-only makes what is missing and never changes what is there', async () => {
      await load([head, 'K1,One,Ada,Roth,ada@roth.example,1,Owner']);
      const report = await loadTwice(
        [
          head,
          'K1,One else,Ada,Roth,ada@roth.example,11,Clerk',
          'K1,One,Ben,Blau,ben@blau.example,2,Clerk',
          'K2,Two,Ada,Roth,ada@roth.example,12,Boss',
        ],
        ...['--mode', 'insert-only'],
      );
      expect(report).toMatchObject({
        rows: 3,
        created: { accounts: 1, contacts: 1, links: 2 },
        updated: { accounts: 0, contacts: 0, links: 0 },
        skipped: 1,
        outcomes: { created: 2, updated: 0, unchanged: 0, skipped: 1, failed: 0 },
        skippedRows: [{ line: 2, reason: 'it is there already' }],
      });
      expect(await people()).toEqual([
        ['Ada Roth', '1'],
        ['Ben Blau', '2'],
      ]);
      const { name, contacts } = await show('account', 'show', 'K1');
      expect([name, contacts.map((link: { description: string }) => link.description)]).toEqual([
        'One',
        ['Owner', 'Clerk'],
      ]);
    });

    it('update-only changes what is there and takes no row of which something is missing', async () => {
      await load([head, 'K1,One,Ada,Roth,ada@roth.example,1,Owner', 'K2,Two,Ben,Blau,ben@blau.example,2,']);
      const report = await loadTwice(
        [
          head,
          'K1,,Ada,Roth,ada@roth.example,11,Boss',
          'K3,Three,Cleo,Rot,cleo@rot.example,3,',
          'K1,,Cleo,Rot,cleo@rot.example,3,',
          'K2,,Ada,,ada@roth.example,,',
        ],
        ...['--mode', 'update-only'],
      );
      expect(report).toMatchObject({
        created: { accounts: 0, contacts: 0, links: 0 },
        updated: { accounts: 0, contacts: 1, links: 1 },
        outcomes: { created: 0, updated: 1, unchanged: 0, skipped: 3, failed: 0 },
        skippedRows: [
          { line: 3, reason: 'there is no such account, there is no such contact' },
          { line: 4, reason: 'there is no such contact' },
          { line: 5, reason: 'the contact is not linked to the account' },
        ],
      });
      expect(await people()).toEqual([
        ['Ada Roth', '11'],
        ['Ben Blau', '2'],
      ]);
    });

    it('--kind accounts: rows about accounts need no contact where the account is there (A7)', async () => {
      await load(['Account key,Account name,Full name,E-mail', 'K1,One,Ada Roth,ada@roth.example']);
      const report = await loadTwice(
        [
          'Account key,Company name,Company city,Full name,Tags',
          'K1,,Bonn,,VIP',
          'K2,Weiß GmbH,Ulm,,',
          'K3,,,Ben Blau,',
        ],
        ...['--kind', 'accounts', '--create-tags'],
      );
      expect(report).toMatchObject({
        created: { accounts: 2, contacts: 2, links: 2 },
        updated: { accounts: 1, contacts: 0, links: 0 },
      });
      expect((await show('account', 'show', 'K1')).contacts).toHaveLength(1);
      expect((await show('account', 'show', 'K2')).contacts[0].contact.name).toBe('Weiß GmbH');
      const refused = await load(['Account key,Phone', 'K1,030', 'K9,', ',030'], '--kind', 'accounts');
      expect(refused.error().details.problems).toMatchObject([
        { line: 2, code: 'INVALID_VALUE' },
        { line: 3, code: 'CONTACT_NEEDED' },
        { line: 4, code: 'INVALID_VALUE' },
      ]);
      const updated = await load(
        ['Account key,Company city', 'K2,Köln', 'K9,Köln'],
        ...['--kind', 'accounts', '--mode', 'update-only'],
      );
      expect(updated.json()).toMatchObject({ updated: { accounts: 1, contacts: 0 }, skipped: 1 });
    });

    it('--kind contacts: people alone, by key, by e-mail, and where they have neither by name', async () => {
      const rows = [
        'First name,Last name,E-mail,Phone,Contact key',
        'Hans,Meyer,,1,',
        'Hans,Meyer,,2,',
        'Hans,Meyer,,,',
        'Hans,Meyer,hans@meyer.example,4,',
        'Hans,Meyer,,5,P5',
      ];
      const report = await loadTwice(rows, '--kind', 'contacts');
      expect(report.created).toEqual({ accounts: 0, contacts: 5, links: 0 });
      expect((await db().run('account', 'list', '-o', 'count')).out).toBe('0\n');
      const changed = await load(
        ['E-mail,Phone,Contact key', 'HANS@meyer.example,44,', ',55,P5', 'new@meyer.example,6,'],
        ...['--kind', 'contacts', '--mode', 'update-only'],
      );
      expect(changed.json()).toMatchObject({ outcomes: { updated: 2, skipped: 1, created: 0 } });
      expect((await people()).map(([, phone]: [string, string | null]) => phone).sort()).toEqual([
        ...['1', '2', '44', '55', null],
      ]);
      const unknown = await load(['Phone,Contact key', '6,P6'], '--kind', 'contacts');
      expect(unknown.error().details.problems).toMatchObject([
        { line: 2, code: 'INVALID_VALUE', value: 'P6' },
      ]);
    });

    it('--kind contacts: columns about accounts are refused, or left out', async () => {
      const rows = ['Full name,Company name,Role', 'Ada Roth,Roth GmbH,Owner'];
      const refused = await load(rows, '--kind', 'contacts');
      expect(refused.error()).toMatchObject({
        code: 'COLUMNS_OF_OTHER_KIND',
        exitCode: 2,
        details: { columns: ['Company name', 'Role'] },
      });
      const report = await loadTwice(rows, '--kind', 'contacts', '--ignore-unknown');
      expect(report).toMatchObject({
        created: { accounts: 0, contacts: 1, links: 0 },
        ignoredColumns: ['Company name', 'Role'],
      });
    });

    it('B5: what export contacts writes changes nothing when it comes back, and makes the same contacts elsewhere', async () => {
      for (const contact of [
        ['--first-name', 'Hans', '--last-name', 'Meyer'],
        ['--first-name', 'Hans', '--last-name', 'Meyer', '--phone', '2'],
        ['--first-name', 'Hans', '--last-name', 'Meyer', '--email', 'hans@meyer.example'],
        ['--company-name', 'Weiß GmbH', '--key', 'W'],
        ['--email', 'only@mail.example'],
      ]) {
        expect((await db().run('contact', 'create', ...contact)).code).toBe(0);
      }
      const { out } = await db().run('export', 'contacts');
      const back = await db().runWith({ stdin: out }, 'import', '-', '--kind', 'contacts', '-o', 'json');
      expect(back.json()).toMatchObject({ run: null, rows: 5, unchanged: 5 });
      const before = (await people()).sort();
      for (const id of ['1', '2', '3', '4', '5']) await db().run('contact', 'delete', `id:${id}`, '--yes');
      const again = await db().runWith({ stdin: out }, 'import', '-', '--kind', 'contacts', '-o', 'json');
      expect(again.json()).toMatchObject({ created: { accounts: 0, contacts: 5, links: 0 } });
      expect((await people()).sort()).toEqual(before);
    });

    it('C4: --allow-shared-email makes a second contact with the e-mail; without it the refusal names both', async () => {
      const family = [
        'Account name,Full name,E-mail',
        'Meyer,Hans Meyer,meyer@x.example',
        'Meyer,Ina Meyer,meyer@x.example',
      ];
      const refused = await load(family);
      const [problem] = refused.error().details.problems;
      expect(problem).toMatchObject({ line: 3, code: 'CONFLICTING_ROWS' });
      expect(problem.reason).toContain('--allow-shared-email');
      const report = await loadTwice(family, '--allow-shared-email');
      expect(report.created).toEqual({ accounts: 1, contacts: 2, links: 2 });
      expect(
        await loadTwice([...family, 'Pohl,Ina Meyer,meyer@x.example'], '--allow-shared-email'),
      ).toMatchObject({
        created: { accounts: 1, contacts: 0, links: 1 },
      });
      const third = await load(['Account name,Full name,E-mail', 'Pohl,Max Pohl,meyer@x.example']);
      expect(third.error().details.problems[0]).toMatchObject({
        code: 'EMAIL_AMBIGUOUS',
        reason: expect.stringContaining('--allow-shared-email'),
      });
    });
  });
});
