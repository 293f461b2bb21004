import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';

describe('contact show and exists', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (...argv: string[]) => db().run('contact', ...argv);

    it('C2: shows a contact with all its accounts', async () => {
      await run('edit', '1', '--notes', 'calls early\nspeaks French');
      const ran = await run('show', 'erika@mueller.example');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "Erika Müller
        contact 1

        First name: Erika
        Last name:  Müller
        E-mail:     erika@mueller.example
        Key:        p-1
        Created:    2026-03-04
        Updated:    2026-03-04

        Notes
          calls early
          speaks French

        Accounts
        ID  Account       Description
         1  Erika Müller
         2  Weiß GmbH     Tax adviser
        "
      `);
    });

    it('finds the contact by id, e-mail, name and key', async () => {
      for (const reference of [
        '1',
        'ERIKA@Mueller.example',
        'erika  müller',
        'p-1',
        'email:erika@mueller.example',
        'key:p-1',
      ]) {
        expect(await run('show', reference, '-o', 'ids'), reference).toMatchObject({ code: 0, out: '1\n' });
        expect((await run('exists', reference)).code, reference).toBe(0);
      }
    });

    it('none is an error (3) that names the nearest; several are listed (3)', async () => {
      await run('create', '--first-name', 'Jan', '--last-name', 'Weiß');
      await expectRefusals(db(), [
        ['nearest', 'contact show "Erika Mülller"', 3, 'CONTACT_NOT_FOUND', 'Did you mean 1 "Erika Müller"?'],
        ['forced', 'contact show name:1', 3, 'CONTACT_NOT_FOUND', '"name:1"'],
        ['several', 'contact show "Jan Weiß"', 3, 'CONTACT_AMBIGUOUS', '2 "Jan Weiß", 4 "Jan Weiß"'],
        ['several', 'contact exists "Jan Weiß"', 3, 'CONTACT_AMBIGUOUS', 'id:2'],
        ['none', 'contact show', 2, 'MISSING_ARGUMENT', '<contact> is missing'],
      ]);
    });

    it('exists answers by the exit code: 0 yes, 3 no', async () => {
      expect(await run('exists', 'nope@nope.example')).toMatchObject({ code: 3, out: '', err: '' });
      const no = await run('exists', 'nope@nope.example', '--json');
      expect([no.code, no.json(), no.err]).toEqual([3, { exists: false, id: null }, '']);
      expect((await run('exists', 'p-1', '--json')).json()).toEqual({ exists: true, id: 1 });
    });
  });
});
