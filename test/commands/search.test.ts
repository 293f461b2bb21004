import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillBook } from './book.ts';
import { expectRefusals } from './refusals.ts';
import { words } from './words.ts';

/** What is searched for, and the ids found, in alphabetical order of the accounts. */
const searches = [
  ['muller', '1 2'],
  ['MUELLER', '1 2'],
  ['Müller', '1 2'],
  ['mueller.example', '1 2'],
  ['weiss', '3 2'],
  ['weiß', '3 2'],
  ['weiss gmbh', '2'],
  ['gmbh weiss.example', '2'],
  ['crm-2', '2'],
  ['ernst', '3'],
  ['2', '2'],
  ['#3', '3'],
  ['ße', ''],
  ['er', '1 3 2'],
  ['özdemir', ''],
  ['zzz', ''],
  ['%', ''],
  ['100% "', ''],
] as const;

describe('search', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const search = (...argv: string[]) => db().run('search', ...argv);

    it('Q1, Q2: finds parts of names, e-mails, numbers and keys, whatever the spelling', async () => {
      const found: Array<readonly [string, string]> = [];
      for (const [text] of searches) {
        const ran = await search(text, '-o', 'ids');
        expect(ran, text).toMatchObject({ code: 0, err: '' });
        found.push([text, ran.out.trim().replaceAll('\n', ' ')]);
      }
      expect(found).toEqual(searches);
    });

    it('several words need no quotes, and every one of them must fit', async () => {
      expect((await search('weiss', 'GMBH', '-o', 'ids')).out).toBe('2\n');
      expect((await search('weiss', 'zzz', '-o', 'count')).out).toBe('0\n');
    });

    it('Q1: shows archived accounts, marked', async () => {
      expect((await search('nachlass')).out).toMatch(/3 {2}Nachlass Ernst .*2026-03-04/);
    });

    it('nothing found is done (0): an empty list', async () => {
      expect(await search('zzz')).toMatchObject({ code: 0, out: '', err: 'Nothing found.\n' });
      expect((await search('zzz', '--json')).json()).toEqual([]);
      expect((await search('zzz', '-o', 'count')).out).toBe('0\n');
    });

    it('takes --limit and --fields', async () => {
      expect((await search(...words('er --limit 1 --fields name -o jsonl'))).out).toBe(
        '{"name":"Erika Müller"}\n',
      );
      expect((await search(...words('er --limit 1 -o count'))).out, 'count is of all that fit').toBe('3\n');
    });

    it('refuses', () =>
      expectRefusals(db(), [
        ['nothing', 'search', 2, 'MISSING_ARGUMENT', '<text> is missing'],
        ['empty', 'search " "', 2, 'INVALID_INPUT', '<text> must not be empty'],
        ['limit', 'search x --limit x', 2, 'INVALID_INPUT', '--limit must be a whole number'],
        ['field', 'search x --fields contacts', 2, 'UNKNOWN_FIELD', 'Valid fields: id, name'],
      ]));
  });
});
