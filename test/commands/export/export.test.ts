import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('kontor export', () => {
  onEachDatabase((db) => {
    beforeEach(() =>
      db().write(async (deps) => {
        await createFields(deps, [
          { scope: 'account', type: 'number', label: 'Fee' },
          { scope: 'account', type: 'checkbox', label: 'Retainer' },
          { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
        ]);
        await createContacts(deps, [
          {
            firstName: 'Erika',
            lastName: 'Müller',
            email: 'erika@mueller.example',
            phone: '+49 30 1234567',
            notes: '=HYPERLINK("http://evil.example")\nsecond line',
            address: { street: 'Hauptstr. 1', city: 'Berlin' },
            fields: { 'spouse-email': 'max@mueller.example' },
          },
          { firstName: 'Jan', lastName: "'t Hooft", key: '@jan' },
          { lastName: 'Nobody' },
        ]);
        await createAccounts(
          deps,
          [
            {
              companyName: 'Müller; Söhne GmbH',
              companyAddress: { city: 'Köln' },
              key: 'crm-1',
              tags: ['VIP', 'Monthly'],
              fields: { fee: 1200.5, retainer: false },
              contacts: [{ id: 1, description: 'Owner' }, { id: 2 }],
            },
            { name: 'Old', contacts: [{ id: 2 }] },
          ],
          { createTags: true },
        );
        await archiveAccounts(deps, [2]);
      }),
    );
    const at = (name: string) => path.join(db().folder, name);
    const read = (name: string) => readFile(at(name), 'utf8');
    /** All but the database. */
    const files = async () =>
      (await readdir(db().folder)).filter((name) => !name.startsWith('kontor.db')).sort();
    const headings =
      'account.key,account.name,account.type,account.companyName,account.street,account.street2,account.postalCode,' +
      'account.city,account.region,account.country,account.archived,account.tags,account.field:fee,account.field:retainer,' +
      'contact.ref,contact.key,contact.firstName,contact.middleName,contact.lastName,contact.companyName,contact.email,' +
      'contact.phone,contact.street,contact.street2,contact.postalCode,contact.city,contact.region,contact.country,' +
      'contact.notes,contact.field:spouse-email,link.description';
    const sheet = [
      headings,
      'crm-1,"Müller; Söhne GmbH",company,"Müller; Söhne GmbH",,,,Köln,,,,"Monthly; VIP",1200.5,false,' +
        ',,Erika,,Müller,,erika@mueller.example,+49 30 1234567,Hauptstr. 1,,,Berlin,,,' +
        '"\'=HYPERLINK(""http://evil.example"")\nsecond line",max@mueller.example,Owner',
      'crm-1,"Müller; Söhne GmbH",company,"Müller; Söhne GmbH",,,,Köln,,,,"Monthly; VIP",1200.5,false,' +
        ",'@jan,Jan,,'t Hooft,,,,,,,,,,,,",
      ",Old,individual,,,,,,,,yes,,,,,'@jan,Jan,,'t Hooft,,,,,,,,,,,,",
      '',
    ].join('\r\n');

    it('B5: accounts with their contacts, under the headings of import, to standard output', async () => {
      expect(await db().run('export', 'accounts')).toEqual(
        expect.objectContaining({ code: 0, out: sheet, err: '' }),
      );
      expect(await db().run('export', 'accounts', '-o', 'csv')).toMatchObject({ code: 0, out: sheet });
      expect(await db().run('export', 'accounts', '--out', '-')).toMatchObject({ code: 0, out: sheet });
    });

    it('B5: importing it again changes nothing', async () => {
      await db().run('export', 'accounts', '--out', 'accounts.csv');
      const before = await db().contents();
      const ran = await db().run('import', 'accounts.csv', '-o', 'json');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(ran.json()).toMatchObject({ rows: 3, unchanged: 3 });
      expect(await db().contents()).toBe(before);
    });

    it('as JSON: flat objects, with values as what they are', async () => {
      const lines = (await db().run('export', 'accounts', '-o', 'jsonl')).out.trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      const rows = lines.map((line) => JSON.parse(line));
      expect(Object.keys(rows[0])).toEqual(headings.split(','));
      expect(rows[0]).toMatchObject({
        'account.tags': ['Monthly', 'VIP'],
        'account.archived': false,
        'account.field:fee': 1200.5,
        'account.field:retainer': false,
        'contact.notes': '=HYPERLINK("http://evil.example")\nsecond line',
        'contact.key': null,
        'link.description': 'Owner',
      });
      expect(rows[2]).toMatchObject({ 'account.archived': true, 'contact.key': '@jan' });
      expect((await db().run('export', 'accounts', '--json')).json()).toEqual(rows);
      expect(
        (
          await db().run('export', 'accounts', '--type', 'company', '--tag', 'VIP', '--archived', '--json')
        ).json(),
      ).toEqual([]);
    });

    it('characters that nobody sees are escapes in JSON', async () => {
      await db().run('account', 'edit', 'Old', '--name', 'a\u202eb\u{e0041}');
      const { out } = await db().run('export', 'accounts', '--archived', '-o', 'jsonl');
      expect(out).toContain('a\\u202eb\\udb40\\udc41');
      expect(JSON.parse(out)['account.name']).toBe('a\u202eb\u{e0041}');
    });

    it('contacts, also those without an account', async () => {
      const { out } = await db().run('export', 'contacts');
      expect(out.split('\r\n')).toEqual([
        'contact.key,contact.firstName,contact.middleName,contact.lastName,contact.companyName,contact.email,contact.phone,' +
          'contact.street,contact.street2,contact.postalCode,contact.city,contact.region,contact.country,contact.notes,' +
          'contact.field:spouse-email',
        ',Erika,,Müller,,erika@mueller.example,+49 30 1234567,Hauptstr. 1,,,Berlin,,,' +
          '"\'=HYPERLINK(""http://evil.example"")\nsecond line",max@mueller.example',
        "'@jan,Jan,,'t Hooft,,,,,,,,,,,",
        ',,,Nobody,,,,,,,,,,,',
        '',
      ]);
      expect((await db().run('export', 'contacts', '--unlinked', '--json')).json()).toEqual([
        expect.objectContaining({ 'contact.lastName': 'Nobody' }),
      ]);
      expect((await db().run('export', 'contacts', '--account', 'Old', '--json')).json()).toHaveLength(1);
      expect((await db().run('export', 'contacts', '--tag', 'VIP', '--json')).json()).toHaveLength(2);
    });

    it.each([
      [['--tag', 'VIP'], 2],
      [['--not-tag', 'VIP'], 1],
      [['--untagged'], 1],
      [['--archived'], 1],
      [['--no-archived'], 2],
      [['--type', 'individual'], 1],
      [['--field', 'fee>1000'], 2],
      [['--no-field', 'fee'], 1],
      [['--portal-status', 'off'], 3],
    ] as const)('Q3: filters as the lists have them: %j', async (filter, rows) => {
      expect((await db().run('export', 'accounts', ...filter, '--json')).json()).toHaveLength(rows);
    });

    it('a filter that cannot be is refused before anything is written', async () => {
      for (const verb of ['accounts', 'contacts']) {
        expect(await db().run('export', verb, '--tag', 'Gold')).toMatchObject({ code: 3, out: '' });
        expect(await db().run('export', verb, '--field', 'nope=1', '--out', 'x.csv')).toMatchObject({
          code: 3,
          out: '',
        });
      }
      expect(await db().run('export', 'contacts', '--account', 'nobody')).toMatchObject({ code: 3, out: '' });
      expect(await files()).toEqual([]);
    });

    it('an empty book is headings, or nothing', async () => {
      const none = ['--archived', '--tag', 'VIP'];
      expect((await db().run('export', 'accounts', ...none)).out).toBe(`${headings}\r\n`);
      expect((await db().run('export', 'accounts', ...none, '-o', 'jsonl')).out).toBe('');
      expect((await db().run('export', 'accounts', ...none, '-o', 'json')).out).toBe('[\n]\n');
    });

    it('a file: for the owner alone, by the format of its ending, and said in a line', async () => {
      const ran = await db().run('export', 'accounts', '--out', 'accounts.csv');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ wrote accounts.csv (csv): 3 rows\n' });
      expect(await read('accounts.csv')).toBe(sheet);
      expect(((await stat(at('accounts.csv'))).mode & 0o777).toString(8)).toBe('600');
      await db().run('export', 'accounts', '--archived', '--out', 'old.JSONL');
      expect(JSON.parse(await read('old.JSONL'))['account.name']).toBe('Old');
      await db().runWith({ env: { KONTOR_OUTPUT: 'json' } }, 'export', 'accounts', '--out', 'b.csv');
      expect(await read('b.csv')).toBe(sheet);
      expect(await db().run('export', 'accounts', '-o', 'csv', '--out', 'c.json')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ wrote c.json (csv): 3 rows\n',
      });
      expect(await read('c.json')).toBe(sheet);
      expect(await db().run('export', 'contacts', '--out', 'd', '--quiet')).toMatchObject({
        code: 0,
        out: '',
        err: '',
      });
      expect(await files()).toEqual(['accounts.csv', 'b.csv', 'c.json', 'd', 'old.JSONL']);
    });

    it('KONTOR_OUTPUT decides only where nothing else does, and only for what an export can be', async () => {
      const json = await db().runWith({ env: { KONTOR_OUTPUT: 'json' } }, 'export', 'accounts');
      expect(json.json()).toHaveLength(3);
      const ids = await db().runWith({ env: { KONTOR_OUTPUT: 'ids' } }, 'export', 'accounts');
      expect(ids.out).toBe(sheet);
    });

    it.each(['table', 'ids', 'count'])('-o %s is refused with those that can be', async (format) => {
      const ran = await db().run('export', 'accounts', '-o', format);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('csv, jsonl, json');
    });

    it('a file named as a workbook is refused: it would be none', async () => {
      for (const name of ['accounts.xlsx', 'accounts.XLS', 'accounts.ods']) {
        const run = await db().run('export', 'accounts', '--out', name);
        expect(run).toMatchObject({ code: 2, err: expect.stringContaining('Name the file .csv') });
      }
      expect(await files()).toEqual([]);
    });

    it('--fields is refused: all columns are written', async () => {
      const ran = await db().run('export', 'accounts', '--fields', 'account.name');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('writes all columns');
    });

    it('what is there stays, unless --force is given', async () => {
      await writeFile(at('accounts.csv'), 'mine');
      const refused = await db().run('export', 'accounts', '--out', 'accounts.csv', '--json');
      expect(refused).toMatchObject({ code: 4, out: '' });
      expect(refused.error()).toMatchObject({
        code: 'FILE_EXISTS',
        hint: expect.stringContaining('--force'),
      });
      expect(await read('accounts.csv')).toBe('mine');
      expect(await db().run('export', 'accounts', '--out', 'accounts.csv', '--force')).toMatchObject({
        code: 0,
      });
      expect(await read('accounts.csv')).toBe(sheet);
      expect(await files()).toEqual(['accounts.csv']);
    });

    it('a link or a folder in its place is neither followed nor replaced', async () => {
      await writeFile(at('precious'), 'mine');
      await symlink(at('precious'), at('link'));
      await symlink(at('nowhere'), at('dangling'));
      await mkdir(at('folder'));
      for (const name of ['link', 'dangling', 'folder']) {
        const there = await db().run('export', 'accounts', '--out', name, '--json');
        expect(there.error()).toMatchObject({ exitCode: 4, hint: 'Name another file.' });
        expect(await db().run('export', 'accounts', '--out', name, '--force')).toMatchObject({ code: 2 });
      }
      const missing = await db().run('export', 'accounts', '--out', 'missing/a.csv');
      expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('its folder is not there') });
      expect(await read('precious')).toBe('mine');
      expect(await files()).toEqual(['dangling', 'folder', 'link', 'precious']);
    });

    it('a dry run reads everything and writes no file', async () => {
      const ran = await db().run('export', 'accounts', '--out', 'accounts.csv', '--dry-run');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ would write accounts.csv (csv): 3 rows\n' });
      expect(await files()).toEqual([]);
    });

    it('a request to stop leaves no file, and what was there as it was', async () => {
      const stopped = AbortSignal.abort();
      await writeFile(at('accounts.csv'), 'mine');
      const ran = await db().runWith(
        { signal: stopped },
        'export',
        'accounts',
        '--out',
        'accounts.csv',
        '--force',
      );
      expect(ran).toMatchObject({ code: 130, err: 'kontor: cancelled; nothing was written\n' });
      expect(await read('accounts.csv')).toBe('mine');
      await rm(at('accounts.csv'));
      await db().runWith({ signal: stopped }, 'export', 'contacts', '--out', 'contacts.csv');
      expect(await files()).toEqual([]);
    });

    it.each([
      ['semicolon', ';'],
      ['tab', '\t'],
    ])('cells with a %s between them come back as well', async (name, delimiter) => {
      await db().run('export', 'accounts', '--out', 'accounts.csv', '--delimiter', name);
      expect((await read('accounts.csv')).split('\r\n')[0]).toBe(headings.replaceAll(',', delimiter));
      expect((await db().run('import', 'accounts.csv', '--json')).json()).toMatchObject({
        rows: 3,
        unchanged: 3,
      });
    });

    it('pages: more accounts and contacts than one page holds, each once and in order', async () => {
      await db().write(async (deps) => {
        const numbers = Array.from({ length: 2_500 }, (_, index) => index);
        const made = await createContacts(
          deps,
          numbers.map((number) => ({ lastName: `Person ${number}`, key: `p-${number}` })),
        );
        await createAccounts(
          deps,
          numbers.map((number) => ({ name: `Account ${number}`, contacts: [{ id: made[number]?.id ?? 0 }] })),
        );
      });
      const rows = (await db().run('export', 'accounts', '--no-archived', '--json')).json();
      expect(rows.slice(2).map((row: Record<string, string>) => row['contact.key'])).toEqual(
        Array.from({ length: 2_500 }, (_, index) => `p-${index}`),
      );
      expect((await db().run('export', 'contacts', '-o', 'jsonl')).out.trimEnd().split('\n')).toHaveLength(
        2_503,
      );
    });
  });
});
