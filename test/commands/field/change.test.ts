import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';
import { fillFieldBook } from './book.ts';

describe('field edit, option, delete', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillFieldBook(db()));
    const run = (line: string) => db().run('field', ...words(line));
    const onTerminal = (line: string, answer: string) =>
      db().runWith({ terminal: true, typed: [['(y/N)', `${answer}\r`]] }, 'field', ...words(line));

    it('F1, F3: edit changes label, place and type, and tells how many values were converted', async () => {
      expect(await run('edit tax-number --label Steuernummer --position 3')).toMatchObject({
        code: 0,
        err: '✓ changed account field "Steuernummer" (tax-number, text)\n',
      });
      expect(await run('edit Steuernummer --type dropdown')).toMatchObject({
        code: 0,
        err: '✓ changed account field "Steuernummer" (tax-number, dropdown)\n1 value was converted\n',
      });
      expect((await run('edit tax-number --type dropdown --json')).json()).toMatchObject({
        outcome: 'unchanged',
        options: [{ label: '12/345' }],
      });
    });

    it('F3: a dry run of another type says what could not be converted, and changes nothing', async () => {
      const before = await db().contents();
      expect(await run('edit tax-number --type number --dry-run')).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining('\n  1 "Erika Müller": "12/345" (it takes a plain decimal number'),
      });
      expect((await run('edit legal-form --type text --dry-run --json')).json()).toMatchObject({
        type: 'text',
      });
      expect(await db().contents()).toBe(before);
    });

    it('F3: option adds, renames, orders', async () => {
      expect(
        await run('option legal-form --add e.K. --rename "ag=Aktiengesellschaft" --order "UG,e.K."'),
      ).toMatchObject({
        code: 0,
        err: '✓ account field "Legal form" (legal-form, dropdown) has the options "UG", "e.K.", "GmbH", "Aktiengesellschaft"\n',
      });
      expect((await run('option legal-form --add UG --json')).json()).toMatchObject({
        outcome: 'unchanged',
        cleared: 0,
      });
      expect(await run('option legal-form --remove UG')).toMatchObject({ code: 0 });
    });

    it('F3: removing what is in use needs --yes or a word on a terminal', async () => {
      const before = await db().contents();
      const refused = await run('option legal-form --remove GmbH --json');
      expect(refused).toMatchObject({ code: 4, out: '' });
      expect(refused.error()).toMatchObject({
        code: 'OPTION_IN_USE',
        message: '1 account has chosen what would be removed from the field "Legal form" (legal-form).',
        details: { uses: 1 },
      });
      expect((await onTerminal('option legal-form --remove GmbH', 'n')).code).toBe(130);
      expect(await run('option legal-form --remove GmbH --dry-run')).toMatchObject({ code: 0 });
      expect(await db().contents()).toBe(before);
      expect(await onTerminal('option legal-form --remove GmbH', 'y')).toMatchObject({
        code: 0,
        err: expect.stringContaining('taken from 1 account\n'),
      });
      expect((await db().run('account', 'show', '2', '--json')).json().fields).toEqual({
        founded: '2020-05-01',
      });
      expect((await run('option legal-form --remove AG --remove UG --yes --json')).json()).toMatchObject({
        cleared: 0,
        options: [],
      });
    });

    it('F3: delete asks; in use it is refused with the count where nobody can be asked', async () => {
      const before = await db().contents();
      const refused = await run('delete founded tax-number --json');
      expect(refused).toMatchObject({ code: 4, out: '' });
      expect(refused.error()).toMatchObject({
        code: 'FIELD_IN_USE',
        message:
          'In use: "Founded" (account:founded) has 1 value, "Tax number" (account:tax-number) has 1 value.',
        details: {
          fields: [
            { key: 'founded', uses: 1 },
            { key: 'tax-number', uses: 1 },
          ],
        },
      });
      expect(await run('delete spouse-email')).toMatchObject({
        code: 2,
        err: expect.stringContaining('--yes'),
      });
      expect((await onTerminal('delete founded', 'n')).code).toBe(130);
      expect(await db().contents()).toBe(before);
      const asked = await onTerminal('delete founded', 'y');
      expect(asked).toMatchObject({
        code: 0,
        err: expect.stringContaining('deleted account field "Founded" (founded, date) with 1 value'),
      });
      expect((await run('delete spouse-email account:tax-number --yes --json')).json()).toMatchObject({
        results: [{ key: 'spouse-email' }, { key: 'tax-number', outcome: 'deleted', uses: 1 }],
        summary: { total: 2, deleted: 2 },
      });
      expect((await run('list -o ids')).out).toBe('legal-form\n');
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['nothing', 'field edit founded', 2, 'INVALID_INPUT', 'nothing to change'],
        ['label', 'field edit founded --label "Tax number"', 4, 'FIELD_EXISTS', 'account:tax-number'],
        ['type', 'field edit founded --type time', 2, 'INVALID_INPUT', 'must be one of text, number'],
        ['nothing', 'field option legal-form', 2, 'INVALID_INPUT', 'nothing to change'],
        ['rename', 'field option legal-form --rename AG', 2, 'INVALID_INPUT', 'Old=New'],
        [
          'no such option',
          'field option legal-form --remove AGG',
          3,
          'OPTION_NOT_FOUND',
          'Did you mean "AG"?',
        ],
        [
          'taken',
          'field option legal-form --rename AG=ug',
          4,
          'OPTION_EXISTS',
          'kontor field show account:legal-form',
        ],
        [
          'no dropdown',
          'field option founded --add A',
          2,
          'NO_DROPDOWN',
          'kontor field edit account:founded --type dropdown',
        ],
        ['unknown', 'field delete nope --yes', 3, 'FIELD_NOT_FOUND', 'kontor field list'],
      ]));
  });
});
