import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';
import { fillFieldBook } from './book.ts';

describe('field create, list, show', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillFieldBook(db()));
    const run = (line: string) => db().run('field', ...words(line));

    it('F1: creates a field, its key made from the label', async () => {
      expect(await run('create --scope contact --type date --label "Geburtstag (früher)"')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ created contact field "Geburtstag (früher)" (geburtstag-frueher, date)\n',
      });
      expect(
        (
          await run(
            'create --scope account --type dropdown --label Size --option S --option L --position 1 -o ids',
          )
        ).out,
      ).toBe('size\n');
      expect((await run('show size --json')).json()).toMatchObject({
        position: 1,
        options: [{ label: 'S' }, { label: 'L' }],
      });
      expect(
        (await run('create --scope contact --type email --label "Second e-mail" --json')).json(),
      ).toMatchObject({
        outcome: 'created',
        key: 'second-email',
        uses: 0,
        warnings: [],
      });
    });

    it('"already so" is done (0); a dry run writes nothing', async () => {
      const before = await db().contents();
      expect(await run('create --scope account --type date --label Founded')).toMatchObject({
        code: 0,
        err: '✓ account field "Founded" (founded, date) exists already\n',
      });
      expect(await run('create --scope account --type date --label Ended --dry-run')).toMatchObject({
        code: 0,
        err: expect.stringContaining('dry run: nothing was written'),
      });
      expect(await db().contents()).toBe(before);
    });

    it('asks on a terminal for what is missing', async () => {
      const ran = await db().runWith(
        {
          terminal: true,
          typed: [
            ['What people read', 'Remarks\r'],
            ['What scripts call it', '\r'],
            ['Create this field?', '\r'],
          ],
        },
        ...words('field create --scope account --type text'),
      );
      expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('created account field "Remarks"') });
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['no scope', 'field create --type text --label X', 2, 'INVALID_INPUT', '--scope'],
        ['no label', 'field create --scope account --type text', 2, 'INVALID_INPUT', '--label'],
        ['type', 'field create --scope account --type money --label X', 2, 'INVALID_INPUT', 'multi-dropdown'],
        [
          'key',
          'field create --scope account --type text --label X --key Ä',
          2,
          'INVALID_INPUT',
          'kebab-case',
        ],
        ['reserved', 'field create --scope account --type text --label Primary', 2, 'KEY_NEEDED', '--key'],
        [
          'position',
          'field create --scope account --type text --label X --position 0',
          2,
          'INVALID_INPUT',
          'from 1',
        ],
        [
          'options',
          'field create --scope account --type text --label X --option A',
          2,
          'NO_DROPDOWN',
          'dropdown',
        ],
        [
          'taken',
          'field create --scope account --type text --label founded',
          4,
          'FIELD_EXISTS',
          'account:founded',
        ],
        ['none', 'field show nothing', 3, 'FIELD_NOT_FOUND', 'kontor field list'],
        ['near', 'field show fuonded', 3, 'FIELD_NOT_FOUND', 'Did you mean "founded"?'],
        ['scope', 'field show contact:founded', 3, 'FIELD_NOT_FOUND', 'contact field "founded"'],
      ]));

    it('lists fields in their order with the number of records that have a value', async () => {
      const ran = await run('list');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "Of       Key           Label          Type      Options       Uses
        account  tax-number    Tax number     text                       1
        account  founded       Founded        date                       1
        account  legal-form    Legal form     dropdown  GmbH, AG, UG     1
        contact  spouse-email  Spouse e-mail  email                      0
        "
      `);
      expect((await run('ls --scope contact -o ids')).out).toBe('spouse-email\n');
      expect((await run('list -o count')).out).toBe('4\n');
      expect((await run('list --fields key,uses -o csv')).out).toBe(
        'key,uses\r\ntax-number,1\r\nfounded,1\r\nlegal-form,1\r\nspouse-email,0\r\n',
      );
    });

    it('shows a field with its options', async () => {
      const ran = await run('show "legal form"');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "Legal form
        account field · dropdown

        Key:      legal-form
        Position: 3
        Uses:     1

        Options
        ID  Option
         1  GmbH
         2  AG
         3  UG
        "
      `);
    });
  });
});
