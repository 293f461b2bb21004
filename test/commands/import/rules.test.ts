import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('import', () => {
  onEachDatabase((db) => {
    const load = async (lines: readonly string[], ...options: string[]) => {
      const file = path.join(db().folder, 'clients.csv');
      await writeFile(file, `${lines.join('\n')}\n`);
      return db().run('import', file, '-o', 'json', ...options);
    };
    const accounts = async () =>
      (await db().run('account', 'list', '--sort', 'id', '-o', 'jsonl')).out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    const names = async () => (await accounts()).map(({ name }) => name);
    const contactsOf = async (account: string) =>
      (await db().run('account', 'show', account, '-o', 'json'))
        .json()
        .contacts.map((link: { contact: { name: string }; description: string | null }) => [
          link.contact.name,
          link.description,
        ]);
    /** Imports twice; the second time nothing may change, in counts and in content (B2). */
    const loadTwice = async (lines: readonly string[], ...options: string[]) => {
      const first = await load(lines, ...options);
      expect(first, first.err).toMatchObject({ code: 0 });
      const content = await db().contents();
      const again = (await load(lines, ...options)).json();
      expect(again).toMatchObject({ unchanged: again.rows, updated: { accounts: 0, contacts: 0, links: 0 } });
      expect(await db().contents()).toBe(content);
      return first.json();
    };

    it('B1: rows with the same account key or name share the account, and each has its description', async () => {
      const report = await loadTwice([
        'Account key,Account name,First name,Last name,Role',
        'K1,Haus am See,Erika,Müller,Owner',
        'K1,,Jan,Weiß,Tenant',
        ',Haus am Wald,Ada,Roth,Owner',
        ',haus AM wald,Ben,Roth,Spouse',
      ]);
      expect(report.created).toEqual({ accounts: 2, contacts: 4, links: 4 });
      expect(await contactsOf('K1')).toEqual([
        ['Erika Müller', 'Owner'],
        ['Jan Weiß', 'Tenant'],
      ]);
      expect(await contactsOf('Haus am Wald')).toEqual([
        ['Ada Roth', 'Owner'],
        ['Ben Roth', 'Spouse'],
      ]);
    });

    it('B3: two people of one name are two clients, also in the second run and in another order', async () => {
      const head = 'First name,Last name,E-mail,Phone';
      const rows = [
        'Hans,Müller,hans@one.example,1',
        'Hans,Müller,hans@two.example,2',
        'Hans,Müller,,3',
        'Hans,Müller,,4',
      ];
      await loadTwice([head, ...rows]);
      expect(await names()).toEqual(['Hans Müller', 'Hans Müller (2)', 'Hans Müller (3)', 'Hans Müller (4)']);
      const shuffled = (await load([head, ...rows.reverse()])).json();
      expect(shuffled).toMatchObject({ rows: 4, unchanged: 4 });
    });

    it('B3: a row with a name alone finds the person that an earlier row of the file names only in part', async () => {
      const lines = [
        'Account name,First name,Last name,E-mail',
        'Meyer,Ina,Hans Meyer,a@x.example',
        ',Ina,,a@x.example',
        ',Ina,Hans Meyer,',
      ];
      await loadTwice(lines);
      expect(await names()).toEqual(['Meyer', 'Ina Hans Meyer']);
      expect((await db().run('contact', 'list', '-o', 'count')).out).toBe('1\n');
    });

    it('B3: a row never joins an account by its generated name alone', async () => {
      await db().run('account', 'create', '--new-contact', 'Hans Müller <hans@one.example>');
      const report = (await load(['First name,Last name,E-mail', 'Hans,Müller,hans@two.example'])).json();
      expect(report.created).toEqual({ accounts: 1, contacts: 1, links: 1 });
      expect(report.warnings).toEqual([
        { line: 2, text: 'the name "Hans Müller" was taken; this account is called "Hans Müller (2)"' },
      ]);
    });

    it('B3: accounts are found by key, then by given name; only a key can rename', async () => {
      await db().run(
        'account',
        'create',
        '--name',
        'Old name',
        '--key',
        'K1',
        '--new-contact',
        'A B <a@b.example>',
      );
      await load(['Account key,Account name,E-mail', 'K1,New name,a@b.example']);
      expect(await names()).toEqual(['New name']);
      await load(['Account name,E-mail,City', 'NEW NAME,a@b.example,Bonn']);
      expect(await names()).toEqual(['New name']);
      const wrong = await load(['Account key,Account name,E-mail', 'K2,New name,a@b.example']);
      expect(wrong.code).toBe(2);
      expect(wrong.error().details.problems[0]).toMatchObject({
        line: 2,
        column: 'Account key',
        code: 'KEY_MISMATCH',
      });
    });

    it('B3: contacts are found by key, then by e-mail, then by full name inside the account', async () => {
      await load([
        'Account key,Contact key,First name,Last name,E-mail',
        'K1,P1,Erika,Müller,erika@one.example',
      ]);
      const byKey = (await load(['Account key,Contact key,E-mail', 'K1,P1,erika@two.example'])).json();
      const byMail = (await load(['Account key,E-mail,Last name', 'K1,ERIKA@two.example,Schmidt'])).json();
      const byName = (await load(['Account key,First name,Last name,Phone', 'K1,Erika,Schmidt,030'])).json();
      for (const report of [byKey, byMail, byName]) expect(report.updated.contacts).toBe(1);
      expect((await db().run('contact', 'list', '-o', 'json')).json()).toMatchObject([
        { name: 'Erika Schmidt', email: 'erika@two.example', phone: '030', key: 'P1' },
      ]);
    });

    it('B6: a company name or a type makes a company; plain address columns are the contact’s', async () => {
      await loadTwice([
        'Type,Company,First name,Last name,Street,City,Company street,Company city',
        ',Weiß GmbH,Jan,Weiß,Hof 1,Bonn,Werk 2,Köln',
        ',,Ada,Roth,Weg 3,Ulm,,',
        'Einzelperson,,Ben,Blau,,,,',
      ]);
      expect(
        (await accounts()).map(({ type, companyAddress }) => [type, companyAddress?.city ?? null]),
      ).toEqual([
        ['company', 'Köln'],
        ['individual', null],
        ['individual', null],
      ]);
      expect((await db().run('contact', 'show', 'Jan Weiß', '-o', 'json')).json().address).toMatchObject({
        street: 'Hof 1',
        city: 'Bonn',
      });
    });

    it('A7: a company without a person is its own contact', async () => {
      await loadTwice(['Company,Phone', 'Druckerei Nord,040 1']);
      expect(await contactsOf('Druckerei Nord')).toEqual([['Druckerei Nord', null]]);
    });

    it('B6: blank cells never erase', async () => {
      await load(['Account key,First name,Last name,E-mail,Phone', 'K1,Ada,Roth,ada@roth.example,030']);
      const report = (
        await load(['Account key,First name,Last name,E-mail,Phone', 'K1,Ada,,ada@roth.example,'])
      ).json();
      expect(report).toMatchObject({ rows: 1, unchanged: 1 });
      expect((await db().run('contact', 'show', '1', '-o', 'json')).json()).toMatchObject({
        phone: '030',
        lastName: 'Roth',
      });
    });

    it('one bad row, and nothing is written; each bad row is named with line, column and reason', async () => {
      const before = await db().contents();
      const ran = await load([
        'Account name,First name,E-mail,Type',
        'Good,Ada,ada@roth.example,individual',
        'Bad,Ben,not an e-mail,individual',
        'Odd,Cleo,cleo@roth.example,club',
        '"Control\u0007",Dora,dora@roth.example,individual',
        'Short,Emil',
        ',,,',
        'Nobody,,,',
      ]);
      expect(ran).toMatchObject({ code: 2, out: '' });
      const { details, code } = ran.error();
      expect(code).toBe('INVALID_ROWS');
      expect(
        details.problems.map((problem: { line: number; column?: string; code: string }) => [
          problem.line,
          problem.column ?? null,
          problem.code,
        ]),
      ).toEqual([
        [3, 'E-mail', 'INVALID_VALUE'],
        [4, 'Type', 'UNKNOWN_TYPE'],
        [5, 'Account name', 'INVALID_VALUE'],
        [6, null, 'RAGGED_ROW'],
        [8, 'First name', 'INVALID_VALUE'],
      ]);
      expect(await db().contents()).toBe(before);
    });

    it('a dry run counts as the real run does, and leaves everything as it was', async () => {
      const lines = ['Account key,First name,Last name', 'K1,Ada,Roth', 'K2,Ben,Blau'];
      const before = await db().contents();
      const dry = (await load(lines, '--dry-run')).json();
      expect(await db().contents()).toBe(before);
      const real = (await load(lines)).json();
      expect({ ...dry, run: real.run, dryRun: false }).toEqual(real);
      expect([dry.run, real.run]).toEqual([null, expect.any(Number)]);
      expect(real.outcomes).toEqual({ created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 0 });
    });

    it('G1: tags that do not exist are made only where that is allowed', async () => {
      const lines = ['First name,Last name,Tags', 'Ada,Roth,Monthly;VIP'];
      const refused = await load(lines);
      expect(refused.error().details.problems[0]).toMatchObject({
        line: 2,
        column: 'Tags',
        value: 'Monthly',
      });
      await loadTwice(lines, '--create-tags');
      expect((await accounts())[0].tags).toEqual(['Monthly', 'VIP']);
    });

    it('H1: what an import writes stands in the record of changes under its name', async () => {
      await load(['Account key,First name,Last name', 'K1,Ada,Roth']);
      const entries = (await db().run('audit', 'list', '-o', 'json')).json();
      expect(
        entries.map(({ command, record, action }: Record<string, string>) => [command, record, action]),
      ).toEqual([
        ['import', 'link', 'created'],
        ['import', 'account', 'created'],
        ['import', 'contact', 'created'],
      ]);
    });
  });
});
