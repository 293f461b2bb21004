import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';
import { fillFieldBook } from './book.ts';

/** Options of `account list`, and the ids that they select, in order. */
const selections = [
  ['--field legal-form=gmbh', '2'],
  ['--field "Legal form!=GmbH"', '1 3'],
  ['--field "founded>=2020-05-01"', '2'],
  ['--field founded>2020-05-01', ''],
  ['--field "founded < 2021-01-01" --has-field legal-form', '2'],
  ['--has-field tax-number', '1'],
  ['--no-field tax-number', '3 2'],
  ['--no-field tax-number --no-field founded', '3'],
  ['--sort field:founded', '2 1 3'],
  ['--sort "-field:Legal form"', '2 3 1'],
  ['--sort field:founded --limit 1 --page 2', '1'],
] as const;

describe('custom fields of accounts and contacts', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillFieldBook(db()));
    const run = (line: string) => db().run(...words(line));
    const fields = async (line: string) => (await run(`${line} --json`)).json().fields;

    it('F2: --set and --unset on create and edit of accounts; nothing behind the = clears', async () => {
      expect(
        await fields('account create --contact 1 --name New --set tax-number=1=2 --set "Legal form=ag"'),
      ).toEqual({ 'tax-number': '1=2', 'legal-form': 'AG' });
      expect(
        await run('account edit 1 2 --set founded=2026-02-28 --unset legal-form --set tax-number='),
      ).toMatchObject({
        code: 0,
        err: expect.stringContaining('changed account 1'),
      });
      expect([await fields('account show 1'), await fields('account show 2')]).toEqual([
        { founded: '2026-02-28' },
        { founded: '2026-02-28' },
      ]);
      const before = await db().contents();
      expect(
        (await run('account edit 1 --set founded=2026-02-28 --unset legal-form --json')).json(),
      ).toMatchObject({
        results: [{ outcome: 'unchanged', account: { fields: { founded: '2026-02-28' } } }],
      });
      expect(await run('account edit 1 --set founded=2027-01-01 --dry-run')).toMatchObject({ code: 0 });
      expect(await db().contents()).toBe(before);
    });

    it('F2: several choices, joined by commas or one by one', async () => {
      await run(
        'field create --scope account --type multi-dropdown --label Advice --option Tax --option Law --option Books',
      );
      await run('account edit 1 --set advice=books,tax');
      expect((await fields('account show 1')).advice).toEqual(['Tax', 'Books']);
      await run('account edit 1 --set advice=Law --set advice=Books');
      expect((await fields('account show 1')).advice).toEqual(['Law', 'Books']);
      expect((await run('account list --field advice=Law -o ids')).out).toBe('1\n');
    });

    it('F4: --set on contacts; a contact field of type email is a further e-mail, also shared', async () => {
      expect(await fields('contact create --last-name Berg --set "spouse e-mail=max@berg.example"')).toEqual({
        'spouse-email': 'max@berg.example',
      });
      expect((await run('account show 2 --json')).json().contacts[0].emails).toHaveLength(1);
      const taken = await run('contact edit 1 --set spouse-email=MAX@berg.example --json');
      expect(taken).toMatchObject({ code: 4, out: '' });
      expect(taken.error()).toMatchObject({
        code: 'EMAIL_TAKEN',
        hint: expect.stringContaining('--shared-email'),
      });
      expect(await fields('contact edit 1 --set spouse-email=max@berg.example --shared-email')).toEqual({
        'spouse-email': 'max@berg.example',
      });
      expect((await run('account show 2 --json')).json().contacts[0].emails).toMatchObject([
        { address: 'erika@mueller.example', source: 'primary' },
        { address: 'max@berg.example', source: 'spouse-email', login: false, status: 'off' },
      ]);
      expect((await run('search max@berg -o ids')).out).toBe('1\n2\n');
      expect((await run('contact show petra@oezdemir.example --json')).json().fields).toEqual({});
      expect((await run('contact list --has-field spouse-email --sort field:spouse-email -o ids')).out).toBe(
        '1\n4\n',
      );
      expect(await fields('contact edit 1 --unset spouse-email')).toEqual({});
    });

    it('F2: the record of changes has the value in the entry of the record', async () => {
      await run('account edit 1 --key neu --set tax-number=99');
      const [latest, before] = (await run('audit list --json')).json();
      expect(latest).toMatchObject({
        record: 'account',
        command: 'account edit',
        changes: { key: { to: 'neu' }, 'fields.tax-number': { from: '12/345', to: '99' } },
      });
      expect(before.command).not.toBe('account edit');
    });

    it('pages show label and value', async () => {
      expect((await run('account show 2')).out).toMatch(/Founded: +2020-05-01\nLegal form: +GmbH\n/);
      await run('contact edit 1 --set spouse-email=max@berg.example');
      expect((await run('contact show 1')).out).toMatch(/Spouse e-mail: +max@berg.example\n/);
      expect((await run('account list --type company --fields id,fields')).out).toContain(
        'Founded: 2020-05-01; Legal form: GmbH',
      );
    });

    it('Q3: account list filters and sorts by fields', async () => {
      for (const [line, ids] of selections) {
        const ran = await run(`account list ${line} -o ids`);
        expect(ran.out.trim().replaceAll('\n', ' '), `${line}\n${ran.err}`).toBe(ids);
        const counted = await run(`account list ${line} -o count`);
        if (!line.includes('--limit'))
          expect(counted.out, line).toBe(`${ids === '' ? 0 : ids.split(' ').length}\n`);
      }
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['no =', 'account edit 1 --set founded', 2, 'INVALID_INPUT', '--set must be key=value'],
        ['no key', 'account edit 1 --set =x', 2, 'INVALID_INPUT', '--set must be key=value'],
        ['both', 'account edit 1 --set founded=2020-01-01 --unset founded', 2, 'INVALID_INPUT', 'both name'],
        [
          'two',
          'account edit 1 --set founded=2020-01-01 --set founded=2021-01-01',
          2,
          'INVALID_FIELD_VALUE',
          'one value',
        ],
        [
          'two names',
          'account edit 1 --set legal-form=AG --set "Legal form=UG"',
          2,
          'FIELD_GIVEN_TWICE',
          'twice',
        ],
        ['date', 'account edit 1 --set founded=31.12.2020', 2, 'INVALID_FIELD_VALUE', 'YYYY-MM-DD'],
        ['choice', 'account edit 1 --set legal-form=KG', 2, 'INVALID_FIELD_VALUE', '"GmbH", "AG", "UG"'],
        ['unknown', 'account edit 1 --set tax-nummer=1', 3, 'FIELD_NOT_FOUND', 'Did you mean "tax-number"?'],
        [
          'prototype',
          'account edit 1 --set __proto__=1',
          3,
          'FIELD_NOT_FOUND',
          'kontor field list --scope account',
        ],
        ['unset', 'contact edit 1 --unset founded', 3, 'FIELD_NOT_FOUND', 'contact field "founded"'],
        ['e-mail', 'contact edit 1 --set spouse-email=max', 2, 'INVALID_FIELD_VALUE', 'name@domain.example'],
        [
          'own',
          'contact edit 1 --set spouse-email=Erika@mueller.example',
          4,
          'EMAIL_REPEATED',
          'primary e-mail',
        ],
        ['filter', 'account list --field founded', 2, 'INVALID_INPUT', '--field must be'],
        ['filter', 'account list --field "tax-number<5"', 2, 'INVALID_FIELD_FILTER', '= and !='],
        ['filter', 'account list --has-field nope', 3, 'FIELD_NOT_FOUND', 'kontor field list'],
        ['sort', 'account list --sort field:nope', 3, 'FIELD_NOT_FOUND', 'kontor field list'],
        ['sort', 'account list --sort founded', 2, 'INVALID_INPUT', 'field:KEY'],
      ]));
  });
});
