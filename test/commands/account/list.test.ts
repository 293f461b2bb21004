import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

/** Options, and the ids that they select, in order. */
const selections = [
  ['--type company', '2'],
  ['--tag vip', '1 2'],
  ['--tag VIP --tag Monthly', '2'],
  ['--tag VIP --not-tag Monthly', '1'],
  ['--not-tag VIP', '3'],
  ['--untagged', '3'],
  ['--portal-status off', '1 3 2'],
  ['--portal-status not-invited', ''],
  ['--archived', '3'],
  ['--no-archived', '1 2'],
  ['--sort id', '1 2 3'],
  ['--sort -id', '3 2 1'],
  ['--sort -name', '2 3 1'],
  ['--sort key', '1 2 3'],
  ['--sort -key', '2 1 3'],
  ['--sort type', '2 1 3'],
  ['--limit 2', '1 3'],
  ['--limit 2 --page 2', '2'],
  ['--page 2', ''],
] as const;

describe('account list', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const list = (line: string) => db().run('account', 'list', ...words(line));

    it('prints a table in alphabetical order, and nothing on standard error', async () => {
      const ran = await list('');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "ID  Name            Type        Tags          Key    Portal  Archived
         1  Erika Müller    individual  VIP           crm-1  off
         3  Nachlass Ernst  individual                       off     2026-03-04
         2  Weiß GmbH       company     Monthly, VIP  crm-2  off
        "
      `);
    });

    it('Q3: filters, sorts and pages', async () => {
      for (const [line, ids] of selections) {
        expect((await list(`${line} -o ids`)).out.trim().replaceAll('\n', ' '), line).toBe(ids);
      }
    });

    it('T3, Q3: --portal-status selects by what accounts show', async () => {
      await db().run('contact', 'access', '2', '2', '--invite');
      await db().run('contact', 'access', '1', '2', '1', '--login', 'on');
      expect((await list('--portal-status invited -o ids')).out).toBe('2\n');
      expect((await list('--portal-status not-invited -o ids')).out).toBe('1\n');
      expect((await list('--portal-status invited --type individual -o count')).out).toBe('0\n');
      expect((await list('--portal-status off --archived --json')).json()).toMatchObject([
        { id: 3, portalStatus: 'off' },
      ]);
    });

    it('has every machine format, with --fields in the order asked for', async () => {
      expect((await list('--tag VIP -o count')).out).toBe('2\n');
      expect((await list('--fields name,tags,archivedAt -o csv')).out.split('\r\n')).toEqual([
        'name,tags,archivedAt',
        'Erika Müller,VIP,',
        'Nachlass Ernst,,2026-03-04T05:06:07.890Z',
        'Weiß GmbH,Monthly; VIP,',
        '',
      ]);
      const lines = (await list('-o jsonl --fields id,companyAddress')).out.trim().split('\n');
      expect(lines.map((line) => JSON.parse(line))[2]).toEqual({
        id: 2,
        companyAddress: expect.objectContaining({ city: 'Berlin', region: null }),
      });
      expect((await list('--fields "key, name" --limit 1')).out).toBe('Key    Name\ncrm-1  Erika Müller\n');
    });

    it('an empty list is done (0): [] for programs, a line on standard error for people', async () => {
      expect((await list('--tag Unused --json')).json()).toEqual([]);
      expect(await list('--tag Unused -o ids')).toMatchObject({ code: 0, out: '', err: '' });
      expect(await list('--tag Unused -o count')).toMatchObject({ code: 0, out: '0\n', err: '' });
      expect(await list('--tag Unused')).toMatchObject({ code: 0, out: '', err: 'No accounts.\n' });
      expect(await list('--tag Unused -q')).toMatchObject({ code: 0, out: '', err: '' });
    });

    it('refuses what it does not know, naming what it does', () =>
      expectRefusals(db(), [
        ['field', 'account list --fields name,nmae', 2, 'UNKNOWN_FIELD', 'did you mean "name"?'],
        ['field', 'account list --fields contacts', 2, 'UNKNOWN_FIELD', 'Valid fields: id, name, type'],
        ['field', 'account list --fields ""', 2, 'UNKNOWN_FIELD', 'Valid fields: id, name, type'],
        [
          'sort',
          'account list --sort size',
          2,
          'INVALID_INPUT',
          'one of name, id, type, key, created, updated',
        ],
        [
          'status',
          'account list --portal-status on',
          2,
          'INVALID_INPUT',
          'active, invited, expired, not-invited, off',
        ],
        ['type', 'account list --type firm', 2, 'INVALID_INPUT', '--type must be one of individual, company'],
        [
          'limit',
          'account list --limit 0',
          2,
          'INVALID_INPUT',
          '--limit must be a whole number from 1 to 999999999',
        ],
        [
          'limit',
          'account list --limit ten',
          2,
          'INVALID_INPUT',
          '--limit must be a whole number from 1 to 999999999',
        ],
        [
          'page',
          'account list --page -1',
          2,
          'INVALID_INPUT',
          '--page must be a whole number from 1 to 999999999',
        ],
        ['tag', 'account list --tag Vipp', 3, 'TAG_NOT_FOUND', 'Did you mean "VIP"?'],
        ['word', 'account list surplus', 2, 'UNEXPECTED_ARGUMENT', 'Too many arguments'],
      ]));

    it('an unknown format names the valid ones (2)', async () => {
      const ran = await list('-o xml');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('Valid: table, json, jsonl, csv, ids, count');
    });
  });
});
