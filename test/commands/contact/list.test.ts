import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

/** Options, and the ids that they select, in order. */
const selections = [
  ['', '1 2 3'],
  ['--account 2', '1 2'],
  ['--account "Nachlass Ernst"', '2'],
  ['--tag Monthly', '1 2'],
  ['--tag VIP --tag Monthly', '1 2'],
  ['--unlinked', '3'],
  ['--unlinked --tag VIP', ''],
  ['--sort -id', '3 2 1'],
  ['--sort key', '1 2 3'],
  ['--sort -name', '3 2 1'],
  ['--limit 1 --page 2', '2'],
] as const;

describe('contact list', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const list = (line: string) => db().run('contact', 'list', ...words(line));

    it('L1: prints a table in alphabetical order', async () => {
      const ran = await list('');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "ID  Name           E-mail                  Phone           Key
         1  Erika Müller   erika@mueller.example                   p-1
         2  Jan Weiß       jan@weiss.example       +49 30 1234567
         3  Petra Özdemir  petra@oezdemir.example
        "
      `);
    });

    it('Q3: filters, sorts and pages', async () => {
      for (const [line, ids] of selections) {
        expect((await list(`${line} -o ids`)).out.trim().replaceAll('\n', ' '), line).toBe(ids);
      }
    });

    it('has every machine format', async () => {
      expect((await list('-o count')).out).toBe('3\n');
      expect((await list('--fields id,phone -o csv')).out).toBe(
        'id,phone\r\n1,\r\n2,+49 30 1234567\r\n3,\r\n',
      );
      expect((await list('--unlinked --fields name,address -o jsonl')).out).toBe(
        '{"name":"Petra Özdemir","address":null}\n',
      );
      expect((await list('--account 3 --json')).json()).toMatchObject([
        {
          id: 2,
          name: 'Jan Weiß',
          accounts: [{ id: 3, name: 'Nachlass Ernst', description: null }, { id: 2 }],
        },
      ]);
    });

    it('an empty list is done (0)', async () => {
      expect(await list('--tag Unused')).toMatchObject({ code: 0, out: '', err: 'No contacts.\n' });
      expect((await list('--tag Unused --json')).json()).toEqual([]);
    });

    it('refuses what it does not know, naming what it does', () =>
      expectRefusals(db(), [
        ['field', 'contact list --fields mail', 2, 'UNKNOWN_FIELD', 'did you mean "email"?'],
        [
          'sort',
          'contact list --sort email',
          2,
          'INVALID_INPUT',
          'must be one of name, id, key, created, updated',
        ],
        ['account', 'contact list --account 9', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        ['tag', 'contact list --tag Nope', 3, 'TAG_NOT_FOUND', 'Nope'],
      ]));
  });
});
