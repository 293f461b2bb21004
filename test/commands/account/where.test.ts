import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFields } from '../../../src/domain/field/operations.ts';
import { account, create } from '../../domain/fixtures.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('--where', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (line: string) => db().run(...words(line));
    const ids = async (line: string) => (await run(`${line} -o ids`)).out.trim().replaceAll('\n', ' ');

    it('Q3: chooses in lists, together with the other options', async () => {
      const selections = [
        [`account list --where "type=company or archived"`, '3 2'],
        [`account list --where "not archived" --where "tag=VIP and tag!=Monthly"`, '1'],
        [`account list --tag VIP --where "type=individual"`, '1'],
        [`account list --archived --where "contact=jan@weiss.example"`, '3'],
        [`account list --where "contact~weiss" --sort -id --limit 1`, '3'],
        [`account list --where "city=BERLIN and postal-code<20000"`, '2'],
        [`account list --where "created=today"`, '1 3 2'],
        [`contact list --where "account~weiss and email~mueller"`, '1'],
        [`contact list --where "account is empty"`, '3'],
        [`contact list --where "tag=VIP and phone is set"`, '2'],
        [`contact list --where "last-name in (weiß, ÖZDEMIR)"`, '2 3'],
      ] as const;
      for (const [line, expected] of selections) expect(await ids(line), line).toBe(expected);
      expect((await run('account list --where "tag=VIP" -o count')).out).toBe('2\n');
      expect((await run('account list --where "name=nobody"')).err).toBe('No accounts.\n');
    });

    it('B5: chooses what is exported', async () => {
      const { out } = await run('export accounts --where "archived or city=Berlin" -o jsonl');
      const names = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)['account.name'] as string);
      expect([...new Set(names)]).toEqual(['Weiß GmbH', 'Nachlass Ernst']);
      const contacts = await run('export contacts --where "account is empty" -o csv');
      expect(contacts.out.trim().split('\r\n')).toHaveLength(2);
      expect(contacts.out).toContain('Özdemir');
    });

    it('A8: edits all that it chooses; several are asked about, with count and names', async () => {
      const edit = ['account', 'edit', '--where', 'tag=VIP', '--set', 'note=seen', '--add-tag', 'Monthly'];
      await db().write((deps) => createFields(deps, [{ scope: 'account', type: 'text', label: 'Note' }]));
      const before = await db().contents();
      const question = 'Change 2 accounts: 1 "Erika Müller", 2 "Weiß GmbH"?';
      const piped = await db().runWith({ stdin: 'y\n' }, ...edit, '--json');
      expect(piped).toMatchObject({ code: 2, out: '' });
      expect(piped.error()).toMatchObject({
        code: 'CONFIRMATION_NEEDED',
        message: `This has to be confirmed with --yes: ${question}`,
      });
      const dry = await db().run(...edit, '--dry-run', '--json');
      expect(dry.json().summary).toMatchObject({ updated: 2 });
      const no = await db().runWith({ terminal: true, typed: [['Change 2 accounts', 'n\r']] }, ...edit);
      expect(no.code).toBe(130);
      expect(await db().contents()).toBe(before);
      const yes = await db().runWith({ terminal: true, typed: [['Change 2 accounts', 'y\r']] }, ...edit);
      expect(yes.code).toBe(0);
      expect(yes.err).toContain('changed account 1 "Erika Müller"');
      expect(await ids('account list --where "field.note=SEEN and tag=Monthly"')).toBe('1 2');
      // Nothing is left to change: nobody is asked.
      expect((await db().run(...edit, '--json')).json().summary).toMatchObject({ unchanged: 2 });
      expect((await run('account edit --where "field.note is set" --unset note --yes')).code).toBe(0);
      expect(await ids('account list --where "field.note is set"')).toBe('');
    });

    it('asks nobody about one account, and says it when there is none', async () => {
      expect(await run('account edit --where "city=Berlin" --city Potsdam')).toMatchObject({
        code: 0,
        err: '✓ changed account 2 "Weiß GmbH"\n',
      });
      expect(await run('account edit --where "city=Berlin" --city Bonn')).toMatchObject({
        code: 0,
        err: 'nothing is concerned\n',
      });
      expect((await run('account edit --where "city=Berlin" --city Bonn --json')).json()).toEqual({
        results: [],
        summary: { total: 0 },
      });
    });

    it('of accounts that are named, it leaves those that it lets through', async () => {
      expect(await ids('account edit 1 3 --where "not archived" --add-tag Unused')).toBe('1');
      await writeFile(path.join(db().folder, 'ids.txt'), '2\n3\n');
      expect(await ids('account archive --ids-from ids.txt --where "type=company"')).toBe('2');
    });

    it('what was agreed to is what is done: what comes to it meanwhile is left as it is', async () => {
      const stdin = new PassThrough();
      let seen = '';
      const stderr = new Writable({
        write: (chunk, _, done) => {
          const before = seen;
          seen += String(chunk);
          // While somebody reads the question, somebody else makes one more.
          if (seen.includes('Tag 2 accounts') && !before.includes('Tag 2 accounts')) {
            void create(db(), account('Later', { tags: ['VIP'] })).then(() => stdin.write('y\r'));
          }
          done();
        },
      });
      const ran = await db().runWith(
        { terminal: true, stdin, stderr },
        ...words('tag add Unused --where "tag=VIP"'),
      );
      expect(ran.code).toBe(0);
      expect(await ids('account list --tag VIP')).toBe('1 4 2');
      expect(await ids('account list --tag Unused')).toBe('1 2');
    });

    it('archives, restores, deletes, tags and untags', async () => {
      expect((await run('account archive --where "tag=VIP" --json')).error().message).toContain(
        'Archive 2 accounts',
      );
      expect(await ids('account archive --where "tag=VIP" --yes')).toBe('1 2');
      expect((await run('account restore --where archived --json')).error().message).toContain(
        'Restore 3 accounts',
      );
      expect(await ids('account restore --where "archived and tag is set" --yes')).toBe('1 2');
      expect((await run('account delete --where "archived"')).err).toContain('Delete account 3');
      expect(await ids('account delete --where "archived" --yes')).toBe('3');
      expect(await run('account delete --where "archived"')).toMatchObject({
        code: 0,
        err: 'nothing is concerned\n',
      });
      expect(await ids('tag add Unused --where "id<=2" --yes')).toBe('1 2');
      expect((await run('tag remove Unused --where "tag=Unused" --json')).error().message).toContain(
        'Untag 2 accounts: 1 "Erika Müller", 2 "Weiß GmbH"?',
      );
      expect(await ids('tag remove Unused --where "tag=Unused" --yes')).toBe('1 2');
      expect(await ids('account list --tag Unused')).toBe('');
    });

    it('T5: switches access, I1: invites; several e-mails are asked about', async () => {
      const access = 'contact access --where "not archived" --login on';
      expect((await run(`${access} --json`)).error().message).toContain(
        'Switch 3 e-mails in 2 accounts: erika@mueller.example, erika@mueller.example, jan@weiss.example?',
      );
      expect((await run(`${access} --yes --json`)).json().summary).toMatchObject({ updated: 3 });
      const jan = 'contact access jan@weiss.example --where "type=company" --notify on';
      expect((await run(`${jan} --json`)).json().results).toMatchObject([{ account: { id: 2 } }]);
      const invite = 'invite send --where "portal=not-invited" --no-mail --print-link';
      expect((await run(`${invite} --json`)).error().message).toMatch(
        /Invite 2 e-mails in \d accounts?: erika@mueller\.example, jan@weiss\.example\?/,
      );
      expect((await run(`${invite} --dry-run --json`)).json().summary).toMatchObject({ created: 2 });
      expect((await run(`${invite} --yes --json`)).json().summary).toMatchObject({ created: 2 });
      expect(await ids('account list --where "portal=invited"')).toBe('1 2');
      expect((await run('invite send erika@mueller.example --where "id=1" --json')).error().code).toBe(
        'CONFLICTING_OPTIONS',
      );
      const again = await run('invite resend --tag Monthly --where "id=1" --again --no-mail --json');
      expect(again.json().results).toEqual([]);
    });

    it('points to what is wrong, before any database is opened and after', async () => {
      const ran = await run('account list --where "type=company and tga=VIP"');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toBe(
        'kontor: There is no field "tga" of accounts.\n' +
          '  | type=company and tga=VIP\n' +
          '  |                  ^^^\n' +
          'hint: Did you mean "tag"? Fields: id, name, type, company-name, key, tag, contact, street, ' +
          'postal-code, city, region, country, portal, archived, created, updated, and field.KEY for custom ones.\n',
      );
      expect((await run('account list --db nowhere.db --where "tga=VIP"')).code).toBe(2);
      const tag = await run('account edit --where "type=company and tag in (VIP, Vipp)" --city Bonn');
      expect(tag).toMatchObject({ code: 3, out: '' });
      expect(tag.err).toContain('There is no tag "Vipp".\n  | type=company and tag in (VIP, Vipp)\n');
      const json = (await run('account list --where "id=x" --json')).error();
      expect(json).toMatchObject({
        code: 'INVALID_FILTER',
        details: { filter: 'id=x', position: 4, field: 'id', given: 'x' },
      });
    });

    it('refuses what it does not know', async () => {
      await db().write((deps) =>
        createFields(deps, [
          { scope: 'account', type: 'number', label: 'Size' },
          { scope: 'account', type: 'date', label: 'Founded' },
          { scope: 'account', type: 'checkbox', label: 'Audited' },
          { scope: 'account', type: 'dropdown', label: 'Form', options: ['GmbH', 'UG'] },
        ]),
      );
      await expectRefusals(db(), [
        ['field', 'account list --where "field.sise=1"', 3, 'FIELD_NOT_FOUND', 'Did you mean "size"?'],
        ['number', 'account list --where "field.size=big"', 2, 'INVALID_FIELD_VALUE', '^^^'],
        ['part', 'account list --where "field.size~1"', 2, 'INVALID_FIELD_FILTER', 'not with ~'],
        ['order', 'account list --where "field.form<UG"', 2, 'INVALID_FIELD_FILTER', 'not with <'],
        ['option', 'account list --where "field.form=AG"', 2, 'INVALID_FIELD_VALUE', '"GmbH"'],
        ['day', 'account list --where "field.founded>soon"', 2, 'INVALID_FIELD_VALUE', 'YYYY-MM-DD'],
        ['time', 'account list --where "field.founded>2026-01-31T10:00"', 2, 'INVALID_FIELD_VALUE', 'YYYY'],
        ['alone', 'account list --where "field.size"', 2, 'INVALID_FIELD_VALUE', 'plain decimal'],
        ['tag', 'account list --where "not tag=Vip2"', 3, 'TAG_NOT_FOUND', 'Vip2'],
        ['word', 'account list --where "portal=invitd"', 2, 'INVALID_FILTER', 'Did you mean "invited"?'],
        ['contacts', 'contact list --where "portal=off"', 2, 'INVALID_FILTER', 'of contacts'],
        ['contacts', 'contact list --where "field.size=1"', 3, 'FIELD_NOT_FOUND', 'contact field'],
        ['unquoted', 'account list --where tag=VIP and', 2, 'UNEXPECTED_ARGUMENT', 'Too many arguments'],
        ['nobody', 'account edit --key x', 2, 'NOTHING_NAMED', '--where FILTER'],
        ['one name', 'account edit --where "tag=VIP" --name X --yes', 2, 'ONE_ACCOUNT_ONLY', 'several'],
      ]);
      expect(await ids('account list --where "field.audited or field.size>1000000"')).toBe('');
    });
  });
});
