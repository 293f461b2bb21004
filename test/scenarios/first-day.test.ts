import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { words } from '../commands/words.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const chinook = 'import chinook-customers.csv --map CustomerId=account.key';
const northwind =
  'import northwind-kunden-excel.csv --map Kundennummer=account.key --map Position=link.description --ignore-unknown';

describe("a firm's first day", () => {
  onEachDatabase((db) => {
    const kontor = (line: string) => db().run(...words(line));
    const json = async (line: string) => (await kontor(`${line} --json`)).json();
    const count = async (line: string) => Number((await kontor(`${line} -o count`)).out);
    const bring = (file: string) =>
      copyFile(new URL(`../fixtures/${file}`, import.meta.url), path.join(db().folder, file));

    it('loads the list of an American shop', async () => {
      await bring('chinook-customers.csv');

      const refused = await kontor(chinook);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toContain('Fax');
      expect(refused.err).toContain('SupportRepId');

      const before = await db().contents();
      const rehearsal = await json(`${chinook} --ignore-unknown --dry-run`);
      expect(rehearsal).toMatchObject({ dryRun: true, rows: 59 });
      expect(await db().contents()).toBe(before);

      const report = await json(`${chinook} --ignore-unknown`);
      expect(report).toEqual({ ...rehearsal, dryRun: false, run: expect.any(Number) });
      expect(report.created).toEqual({ accounts: 59, contacts: 59, links: 59 });
      expect(await count('account list')).toBe(59);
      expect(await count('account list --type company')).toBe(10);
      expect(await count('contact list')).toBe(59);

      const loaded = await db().contents();
      const again = await json(`${chinook} --ignore-unknown`);
      expect(again).toMatchObject({ unchanged: 59, created: { accounts: 0, contacts: 0, links: 0 } });
      expect(await db().contents(), 'the second run adds nothing, not even an audit entry').toBe(loaded);

      const found = (await json('search embraer.com')).map(({ name }: { name: string }) => name);
      expect(found).toEqual(['Embraer - Empresa Brasileira de Aeronáutica S.A.']);
      expect(await kontor('search zzz')).toMatchObject({ code: 0, out: '' });
      expect(await json('search zzz')).toEqual([]);
    });

    it('loads the list that a German Excel wrote', async () => {
      await bring('northwind-kunden-excel.csv');
      const report = await json(northwind);
      expect(report).toMatchObject({ rows: 42, encoding: 'windows-1252', created: { accounts: 42 } });
      expect(await count('account list --type company')).toBe(42);

      const names = (await json('account list')).map(({ name }: { name: string }) => name);
      expect(names).toEqual(expect.arrayContaining(['Königlich Essen', 'Berglunds snabbköp']));
      const berglund = await json('account show "Berglunds snabbköp"');
      expect(berglund.contacts).toMatchObject([
        { contact: { name: 'Christina Berglund' }, description: 'Order Administrator' },
      ]);
      expect(await json(`contact show ${berglund.contacts[0].contact.id}`)).toMatchObject({
        firstName: 'Christina',
        lastName: 'Berglund',
      });

      for (const text of ['koeniglich', 'KÖNIG', 'konigl']) {
        expect(await json(`search ${text}`), text).toMatchObject([{ name: 'Königlich Essen' }]);
      }

      const loaded = await db().contents();
      expect(await json(northwind)).toMatchObject({ unchanged: 42 });
      expect(await db().contents()).toBe(loaded);
    });

    it('knows one person in two roles, and never leaves an account without anybody', async () => {
      await kontor('account create --company-name "Weiß GmbH" --new-contact "Jan Weiß <jan@weiss.example>"');
      await kontor('account create --name "Jan Weiß privat" --contact jan@weiss.example');
      await kontor('contact describe jan@weiss.example "Weiß GmbH" "managing director"');
      await kontor('contact describe jan@weiss.example "Jan Weiß privat" "main contact"');
      expect((await json('contact show jan@weiss.example')).accounts).toMatchObject([
        { name: 'Jan Weiß privat', description: 'main contact' },
        { name: 'Weiß GmbH', description: 'managing director' },
      ]);
      expect((await kontor('account show "Weiß GmbH"')).out).toContain('managing director');
      expect((await kontor('account show "Jan Weiß privat"')).out).toContain('main contact');

      const before = await db().contents();
      const refused = await kontor('contact unlink jan@weiss.example "Weiß GmbH" --json');
      expect(refused).toMatchObject({ code: 4, out: '' });
      expect(refused.error()).toMatchObject({
        code: 'LAST_CONTACT',
        hint: expect.stringContaining('--replace-with'),
      });
      expect(await db().contents()).toBe(before);

      await kontor('contact create --first-name Erika --last-name Müller');
      expect(
        (await kontor('contact unlink jan@weiss.example "Weiß GmbH" --replace-with "Erika Müller"')).code,
      ).toBe(0);
      expect((await json('account show "Weiß GmbH"')).contacts).toMatchObject([
        { contact: { name: 'Erika Müller' } },
      ]);
    });

    it('deletes nothing by accident, and takes no name twice', async () => {
      await kontor('account create --new-contact "Erika Müller"');
      expect(await kontor('account delete 1 --yes')).toMatchObject({ code: 4, out: '' });
      await kontor('account archive 1');
      for (const stdin of ['', 'y\n', 'yes\n', 'Y\r\n']) {
        const ran = await db().runWith({ stdin }, 'account', 'delete', '1');
        expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--yes') });
      }
      expect((await kontor('account exists 1')).code).toBe(0);

      expect(await kontor('account create --name Nobody')).toMatchObject({ code: 2, out: '' });
      const twin = await kontor('account create --name "ERIKA müller" --new-contact "Another One"');
      expect(twin).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining('account 1 "Erika Müller"'),
      });
    });

    it('shows a hostile name as what it is, wherever a person reads it', async () => {
      const hostile = '\u001b]52;c;ZWNobyBoaQ==\u0007=HYPERLINK(1)\u202e\nkontor: all is well';
      const visible = '\\e]52;c;ZWNobyBoaQ==\\x07=HYPERLINK(1)\\u{202e}\\nkontor: all is well';
      const created = await db().run(
        'contact',
        'create',
        '--last-name',
        hostile,
        '--key',
        'evil',
        '--notes',
        hostile,
      );
      expect(created).toMatchObject({ code: 0, err: `✓ created contact 1 "${visible}"\n` });
      await kontor('account create --contact key:evil --name Victim');
      await db().run('contact', 'create', '--last-name', hostile, '--key', 'evil too');
      await db().run('contact', 'describe', '1', '1', hostile);

      const shown = [
        await kontor('contact list'),
        await kontor('contact show 1'),
        await kontor('account show 1'),
        await kontor('audit list'),
        await kontor('audit show 1'),
        await kontor('contact unlink 1 1'),
        await db().run('account', 'show', hostile),
        await db().run('tag', 'create', hostile),
        await db().run('contact', 'list', '--fields', hostile),
        await db().run(hostile),
        await kontor('contact delete 1'),
      ];
      const asked = await db().runWith(
        { terminal: true, columns: 200, typed: [['Delete contact', 'n\r']] },
        ...words('contact delete 2 --no-color'),
      );
      expect(asked.code).toBe(130);
      expect(asked.err.replaceAll('\n', ' '), 'but for where the terminal breaks the line').toContain(
        visible,
      );
      expect(asked.err).not.toMatch(/\u202e|\u0007|\u001b\]/);
      for (const [index, { out, err }] of shown.entries()) {
        const text = `${out}${err}`;
        expect(text, `${index}`).not.toMatch(/\u202e|\u0007|\u001b\]/);
        expect(text.split('\n'), `${index}: data begins no line of its own`).not.toContain(
          'kontor: all is well',
        );
      }
      for (const { out, err } of shown.slice(0, 6)) expect(`${out}${err}`).toContain('\\e]52;c;');
      expect((await json('contact show 1')).name, 'programs are given it unchanged').toBe(hostile);
    });
  });
});
