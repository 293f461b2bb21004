import { beforeEach, describe, expect, it } from 'vitest';
import { createFields } from '../../../src/domain/field/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import * as lists from './load.ts';

describe('import of custom fields', () => {
  onEachDatabase((db) => {
    beforeEach(() =>
      db().write(async (deps) => {
        await createFields(deps, [
          { scope: 'account', type: 'text', label: 'Tax number' },
          { scope: 'account', type: 'multi-dropdown', label: 'Services', options: ['Books', 'Tax, yearly'] },
          { scope: 'account', type: 'number', label: 'Fee' },
          { scope: 'contact', type: 'date', label: 'Birthday' },
          { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
          { scope: 'contact', type: 'phone', label: 'Fax' },
        ]);
      }),
    );
    const load = (lines: readonly string[], ...options: string[]) => lists.load(db(), lines, ...options);
    const loadTwice = (lines: readonly string[], ...options: string[]) =>
      lists.loadTwice(db(), lines, ...options);
    const show = async (...argv: string[]) => (await db().run(...argv, '-o', 'json')).json();

    it('B2, F2: labels, keys and --map fill the fields of both scopes; a second run changes nothing', async () => {
      await loadTwice(
        [
          'Company name;First name;Last name;E-mail;tax-number;field:Services;Honorar;Birthday;SPOUSE E-MAIL;Fax',
          'Weiß GmbH;Jan;Weiß;jan@weiss.example;12/345/67890;"Tax, yearly, Books";1200.50;1980-02-29;Maria@Weiss.example;+49 30 1234567',
        ],
        '--map',
        'Honorar=field:Fee',
      );
      expect((await show('account', 'show', 'Weiß GmbH')).fields).toEqual({
        'tax-number': '12/345/67890',
        services: ['Books', 'Tax, yearly'],
        fee: 1200.5,
      });
      expect((await show('contact', 'show', 'jan@weiss.example')).fields).toEqual({
        birthday: '1980-02-29',
        'spouse-email': 'Maria@Weiss.example',
        fax: '+49 30 1234567',
      });
    });

    it('B6: blank cells never erase; what is different is set, in one entry', async () => {
      await load(['Account key,Company name,Full name,Fee,Tax number', 'K1,Weiß GmbH,Jan Weiß,100,T1']);
      const report = (
        await load(['Account key,Company name,Full name,Fee,Tax number', 'K1,Weiß GmbH,Jan Weiß,250,'])
      ).json();
      expect(report).toMatchObject({ rows: 1, updated: { accounts: 1, contacts: 0, links: 0 } });
      expect((await show('account', 'show', 'K1')).fields).toEqual({ fee: 250, 'tax-number': 'T1' });
      const [entry] = await show('audit', 'list', '--account', 'K1');
      expect(entry).toMatchObject({ changes: { 'fields.fee': { from: 100, to: 250 } } });
    });

    it('F2: a value that the field does not take is named with line, column and what is allowed', async () => {
      const before = await db().contents();
      const run = await load([
        'Company name,Full name,Fee,Services,Birthday,Fax',
        'One GmbH,Jan One,"1.234,56",,,',
        'Two GmbH,Jan Two,,Payroll,,',
        'Three GmbH,Jan Three,,,1981-02-29,',
        'Four GmbH,Jan Four,,,,030 1234567',
      ]);
      expect(run).toMatchObject({ code: 2, out: '' });
      expect(run.error().details.problems).toMatchObject([
        {
          line: 2,
          column: 'Fee',
          field: 'account.field:fee',
          value: '1.234,56',
          code: 'INVALID_FIELD_VALUE',
        },
        { line: 3, column: 'Services', reason: expect.stringContaining('"Books", "Tax, yearly"') },
        { line: 4, column: 'Birthday', value: '1981-02-29' },
        { line: 5, column: 'Fax', reason: expect.stringContaining('config set country') },
      ]);
      expect(await db().contents()).toBe(before);
    });

    it('B2: lines that say different things in one field of one record are refused', async () => {
      const run = await load([
        'Account key,Company name,Full name,Fee',
        'K1,Weiß GmbH,Jan Weiß,100',
        'K1,Weiß GmbH,Petra Weiß,200',
      ]);
      expect(run.code).toBe(2);
      expect(run.error().details.problems).toMatchObject([
        { line: 3, column: 'Fee', field: 'account.field:fee', code: 'CONFLICTING_ROWS', value: '200' },
      ]);
    });

    it('C4: the address of a spouse belongs to the contact; a row about the spouse is refused, naming whose it is', async () => {
      await load(['Full name,E-mail,Spouse e-mail', 'Jan Weiß,jan@weiss.example,maria@weiss.example']);
      const run = await load(['Full name,E-mail', 'Maria Weiß,maria@weiss.example']);
      expect(run.code).toBe(2);
      expect(run.error().details.problems).toMatchObject([
        { line: 2, column: 'E-mail', code: 'EMAIL_TAKEN', reason: expect.stringContaining('"Jan Weiß"') },
      ]);
      const inOneFile = await load([
        'Full name,E-mail,Spouse e-mail',
        'Paul Berg,paul@berg.example,ida@berg.example',
        'Ida Berg,ida@berg.example,',
      ]);
      expect(inOneFile.code).toBe(2);
      expect(inOneFile.error().details.problems).toMatchObject([{ line: 3, code: 'EMAIL_TAKEN' }]);
      await loadTwice(['Full name,E-mail', 'Jan Weiß,maria@weiss.example']);
      expect(await show('contact', 'show', 'Jan Weiß')).toMatchObject({ email: 'jan@weiss.example' });
    });

    it('B4: a column that names a field which is not there is refused, naming the nearest', async () => {
      const run = await load(['Company name,Full name,field:Fees', 'Weiß GmbH,Jan Weiß,1']);
      expect(run).toMatchObject({ code: 2 });
      expect(run.error()).toMatchObject({ code: 'UNKNOWN_FIELD', hint: expect.stringContaining('Fee') });
    });

    it('many fields: more than 32 of one record are told apart', async () => {
      const labels = Array.from({ length: 40 }, (_, index) => `Extra ${index + 1}`);
      await db().write(async (deps) => {
        await createFields(
          deps,
          labels.map((label) => ({ scope: 'account' as const, type: 'text' as const, label })),
        );
      });
      const line = (name: string, last: string) =>
        ['K1', 'Weiß GmbH', name, ...labels.map((_, index) => (index === 39 ? last : ''))].join(',');
      const header = ['Account key', 'Company name', 'Full name', ...labels].join(',');
      await loadTwice([header, line('Jan Weiß', 'x'), line('Petra Weiß', '')]);
      const run = await load([header, line('Jan Weiß', 'x'), line('Petra Weiß', 'y')]);
      expect(run.error().details.problems).toMatchObject([{ line: 3, column: 'Extra 40' }]);
    });
  });
});
