import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import * as lists from './load.ts';

describe('import: what is said of the whole file', () => {
  onEachDatabase((db) => {
    const load = (lines: readonly string[], ...options: string[]) => lists.load(db(), lines, ...options);
    const loadTwice = (lines: readonly string[], ...options: string[]) =>
      lists.loadTwice(db(), lines, ...options);
    const show = async (...argv: string[]) => (await db().run(...argv, '-o', 'json')).json();

    it('--set counts where the cell is blank or the column missing, in all spellings and for fields', async () => {
      await db().run('field', 'create', '--scope', 'account', '--type', 'text', '--label', 'Source');
      const report = await loadTwice(
        ['Company name,Full name,Type,source', 'One GmbH,Ada Roth,,', ',Ben Blau,individual,Letter'],
        ...['--set', 'account.type=company', '--set', 'link.description=Tax adviser'],
        ...['--set', 'field:Source=Import = new'],
      );
      expect(report.created).toEqual({ accounts: 2, contacts: 2, links: 2 });
      const [one, other] = await Promise.all([
        show('account', 'show', 'One GmbH'),
        show('account', 'show', 'Ben Blau'),
      ]);
      expect(one).toMatchObject({
        type: 'company',
        fields: { source: 'Import = new' },
        contacts: [{ description: 'Tax adviser' }],
      });
      expect(other).toMatchObject({ type: 'individual', fields: { source: 'Letter' } });
    });

    it('--set: what makes no sense is refused, naming it', async () => {
      const rows = ['Full name', 'Ada Roth'];
      const codes = [];
      for (const [value = '', more = value] of [
        ['account.type'],
        ['account.typ=x'],
        ['account.type=company', 'account.type=individual'],
      ]) {
        codes.push((await load(rows, '--set', value, '--set', more)).error().code);
      }
      expect(codes).toEqual(['INVALID_SET', 'UNKNOWN_TARGET', 'INVALID_SET']);
      const bad = await load(rows, '--set', 'account.type=club');
      expect(bad.error().details.problems).toMatchObject([
        { line: 2, column: '--set account.type', code: 'UNKNOWN_TYPE', value: 'club' },
      ]);
    });

    it('G1: --add-tag gives every account the tag, which must exist or may be made', async () => {
      const rows = ['Full name,Tags', 'Ada Roth,VIP', 'Ben Blau,'];
      const refused = await load(rows, '--add-tag', 'New', '--add-tag', 'VIP');
      expect(refused).toMatchObject({ code: 3 });
      expect(refused.error()).toMatchObject({ code: 'TAG_NOT_FOUND' });
      await loadTwice(rows, '--add-tag', 'New', '--add-tag', 'VIP', '--create-tags');
      expect(
        (await show('account', 'list', '--sort', 'id')).map(({ tags }: { tags: string[] }) => tags),
      ).toEqual([
        ['New', 'VIP'],
        ['New', 'VIP'],
      ]);
      const contacts = await load(['Full name', 'Ada Roth'], '--kind', 'contacts', '--add-tag', 'New');
      expect(contacts.error()).toMatchObject({ code: 'INVALID_INPUT' });
    });

    it('F1: --create-fields makes text fields of unknown columns, in the same transaction', async () => {
      const rows = [
        'Full name,Steuernummer,contact.Hobby,account.field:legal-form',
        'Ada Roth,12/345,Chess,GmbH',
        'Ben Blau,,,',
      ];
      const before = await db().contents();
      const dry = await load(rows, '--create-fields', '--dry-run');
      expect(await db().contents()).toBe(before);
      const bad = await load([...rows, 'Cleo'], '--create-fields');
      expect(bad.error()).toMatchObject({ code: 'INVALID_ROWS' });
      expect(await db().contents()).toBe(before);
      const report = await loadTwice(rows, '--create-fields');
      expect(report.createdFields).toEqual([
        { scope: 'account', key: 'legal-form', label: 'legal-form' },
        { scope: 'account', key: 'steuernummer', label: 'Steuernummer' },
        { scope: 'contact', key: 'hobby', label: 'Hobby' },
      ]);
      expect(dry.json().createdFields).toEqual(report.createdFields);
      expect((await show('account', 'show', 'Ada Roth')).fields).toEqual({
        steuernummer: '12/345',
        'legal-form': 'GmbH',
      });
      expect((await show('contact', 'show', 'Ada Roth')).fields).toEqual({ hobby: 'Chess' });
      const entries = await show('audit', 'list', '--run', String(report.run));
      expect(entries.filter(({ record }: { record: string }) => record === 'field')).toHaveLength(3);
      const nameless = await load(['Full name,,City', 'Ada Roth,x,Ulm'], '--create-fields');
      expect(nameless.error()).toMatchObject({ code: 'UNKNOWN_COLUMNS' });
    });
  });
});
