import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('tag create and list', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (line: string) => db().run('tag', ...words(line));

    it('G1: creates a tag with a colour, gray when none is given', async () => {
      expect(await run('create Gold yellow')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ created tag "Gold" (yellow)\n',
      });
      expect((await run('create "Year 2026" --json')).json()).toMatchObject({
        outcome: 'created',
        name: 'Year 2026',
        color: 'gray',
        accounts: 0,
      });
      expect((await run('create Silver "#c0c0c0" -o ids')).out).toBe('6\n');
    });

    it('"already so" is done (0) and leaves no audit entry', async () => {
      const before = await db().contents();
      expect(await run('create VIP red')).toMatchObject({ code: 0, err: '✓ tag "VIP" exists already\n' });
      expect((await run('create VIP --json')).json()).toMatchObject({
        outcome: 'unchanged',
        color: 'red',
        accounts: 2,
      });
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['no name', 'tag create', 2, 'MISSING_ARGUMENT', '<name> is missing'],
        ['empty', 'tag create " "', 2, 'INVALID_INPUT', 'the tag name must not be empty'],
        ['colour', 'tag create Gold golden', 2, 'INVALID_INPUT', 'gray, red, orange'],
        ['colour', 'tag create Gold "#12345"', 2, 'INVALID_INPUT', '#rrggbb'],
        ['G1: another colour', 'tag create VIP blue', 4, 'TAG_EXISTS', 'kontor tag recolor VIP'],
        ['G1: the same name', 'tag create " vip "', 4, 'TAG_EXISTS', 'The tag "VIP" (red) exists already'],
      ]));

    it('lists tags in alphabetical order, with the number of accounts', async () => {
      const ran = await run('list');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "ID  Tag      Colour  Accounts
         2  Monthly  gray           1
         3  Unused   gray           0
         1  VIP      red            2
        "
      `);
      expect((await run('ls -o count')).out).toBe('3\n');
      expect((await run('list --fields name,accounts -o csv')).out).toBe(
        'name,accounts\r\nMonthly,1\r\nUnused,0\r\nVIP,2\r\n',
      );
    });

    it('an empty list is done (0)', async () => {
      await run('delete VIP Monthly Unused --yes');
      expect(await run('list')).toMatchObject({ code: 0, out: '', err: 'No tags.\n' });
      expect((await run('list --json')).json()).toEqual([]);
    });
  });
});
