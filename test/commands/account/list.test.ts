import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

const selections: Array<[argv: string[], ids: string]> = [
  [['--type', 'company'], '2'],
  [['--tag', 'vip'], '1 2'],
  [['--tag', 'VIP', '--tag', 'Monthly'], '2'],
  [['--tag', 'VIP', '--not-tag', 'Monthly'], '1'],
  [['--not-tag', 'VIP'], '3'],
  [['--untagged'], '3'],
  [['--archived'], '3'],
  [['--no-archived'], '1 2'],
  [['--sort', 'id'], '1 2 3'],
  [['--sort', '-id'], '3 2 1'],
  [['--sort', '-name'], '2 3 1'],
  [['--sort', 'key'], '1 2 3'],
  [['--sort', '-key'], '2 1 3'],
  [['--sort', 'type'], '2 1 3'],
  [['--limit', '2'], '1 3'],
  [['--limit', '2', '--page', '2'], '2'],
  [['--page', '2'], ''],
];

const refusals: Array<[argv: string[], code: number, text: string]> = [
  [['--fields', 'name,nmae'], 2, 'unknown field "nmae" in --fields; did you mean "name"?'],
  [['--fields', 'contacts'], 2, 'Valid fields: id, name, type'],
  [['--sort', 'size'], 2, 'must be one of name, id, type, key, created, updated'],
  [['--type', 'firm'], 2, '--type must be one of individual, company, not "firm"'],
  [['--limit', '0'], 2, '--limit must be a whole number from 1 on'],
  [['--limit', 'ten'], 2, '--limit must be a whole number from 1 on'],
  [['--page', '-1'], 2, '--page must be a whole number from 1 on'],
  [['-o', 'xml'], 2, 'Valid: table, json, jsonl, csv, ids, count'],
  [['--tag', 'Vipp'], 3, 'Did you mean "VIP"?'],
  [['surplus'], 2, 'Too many arguments'],
];

describe('account list', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const list = (...argv: string[]) => db().run('account', 'list', ...argv);
    const ids = async (...argv: string[]) => (await list(...argv, '-o', 'ids')).out.trim().split('\n');

    it('prints a table in alphabetical order, and nothing on standard error', async () => {
      const ran = await list();
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "ID  Name            Type        Tags          Key    Archived
         1  Erika Müller    individual  VIP           crm-1
         3  Nachlass Ernst  individual                       archived 2026-03-04
         2  Weiß GmbH       company     Monthly, VIP  crm-2
        "
      `);
    });

    it('Q3: filters, sorts and pages', async () => {
      for (const [argv, expected] of selections) {
        expect((await ids(...argv)).join(' '), argv.join(' ')).toBe(expected);
      }
    });

    it('has every machine format, with --fields in the order asked for', async () => {
      expect((await list('--tag', 'VIP', '-o', 'count')).out).toBe('2\n');
      expect((await list('--fields', 'name,tags,archivedAt', '-o', 'csv')).out.split('\r\n')).toEqual([
        'name,tags,archivedAt',
        'Erika Müller,VIP,',
        'Nachlass Ernst,,2026-03-04T05:06:07.890Z',
        'Weiß GmbH,Monthly; VIP,',
        '',
      ]);
      const lines = (await list('-o', 'jsonl', '--fields', 'id,companyAddress')).out.trim().split('\n');
      expect(lines.map((line) => JSON.parse(line))[2]).toEqual({
        id: 2,
        companyAddress: expect.objectContaining({ city: 'Berlin', region: null }),
      });
      expect((await list('--fields', 'key, name', '--limit', '1')).out).toBe(
        'Key    Name\ncrm-1  Erika Müller\n',
      );
    });

    it('an empty list is done (0): [] for programs, a line on standard error for people', async () => {
      expect((await list('--tag', 'Unused', '--json')).json()).toEqual([]);
      expect(await list('--tag', 'Unused', '-o', 'ids')).toMatchObject({ code: 0, out: '', err: '' });
      expect(await list('--tag', 'Unused')).toMatchObject({ code: 0, out: '', err: 'No accounts.\n' });
      expect(await list('--tag', 'Unused', '-q')).toMatchObject({ code: 0, out: '', err: '' });
    });

    it('refuses what it does not know, naming what it does', async () => {
      for (const [argv, code, text] of refusals) {
        const ran = await list(...argv);
        expect(ran, argv.join(' ')).toMatchObject({ code, out: '' });
        expect(ran.err, argv.join(' ')).toContain(text);
      }
    });
  });
});
