import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  editAccounts,
} from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, create, person } from '../fixtures.ts';

const names = (outcomes: ReadonlyArray<{ name: string }>) => outcomes.map(({ name }) => name);

describe('names of accounts', () => {
  onEachDatabase((db) => {
    it("A3: a name left out is the company's name, or the first contact's", async () => {
      const outcomes = await create(
        db(),
        account('Erika Müller', { companyName: ' Müller GmbH ' }),
        account('Erika Müller', { type: 'individual', companyName: 'Bau AG' }),
        { contacts: [{ create: person('Jan Weiß') }, { create: person('Aaron Abel') }] },
        { contacts: [{ create: { email: 'info@firm.example' } }] },
      );
      expect(names(outcomes)).toEqual(['Müller GmbH', 'Erika Müller', 'Jan Weiß', 'info@firm.example']);
    });

    it('A3: in the format last-first it is "Last, First"', async () => {
      await db().write((deps) => changeFirm(deps, [{ key: 'name-format', value: 'last-first' }]));
      const outcomes = await create(db(), account('Erika Marie Müller'), account('Weiß'));
      expect(names(outcomes)).toEqual(['Müller, Erika Marie', 'Weiß']);
    });

    it('A3: it is generated once; a later change of the contact or of the format does not rename', async () => {
      const [made] = await create(db(), account('Erika Müller'));
      await db().write((deps) => editContacts(deps, [{ id: 1, patch: { lastName: 'Schmidt' } }]));
      await db().write((deps) => changeFirm(deps, [{ key: 'name-format', value: 'last-first' }]));
      const shown = await db().read((deps) => showAccount(deps, made?.id ?? 0));
      expect(shown).toMatchObject({
        name: 'Erika Müller',
        contacts: [{ contact: { name: 'Schmidt, Erika' } }],
      });
    });

    it('A3, A5: control characters of a contact stay out of the generated name', async () => {
      expect(names(await create(db(), account('Erika\u001b]0;x\u0007 Mül\nler')))).toEqual([
        'Erika ]0;x  Mül ler',
      ]);
      const nameless = create(db(), account('\u0007'));
      await expect(nameless).rejects.toMatchObject({ kind: 'usage', code: 'NAME_NEEDED' });
    });

    it('A4: a generated name that is taken gets the next free number, and the result says so', async () => {
      const one = account('Erika Müller');
      const outcomes = await create(db(), one, one, one);
      expect(names(outcomes)).toEqual(['Erika Müller', 'Erika Müller (2)', 'Erika Müller (3)']);
      expect(outcomes.map(({ warnings }) => warnings)).toEqual([
        [],
        ['the name "Erika Müller" was taken; this account is called "Erika Müller (2)"'],
        ['the name "Erika Müller" was taken; this account is called "Erika Müller (3)"'],
      ]);
      expect(names(await create(db(), account('ERIKA MU\u0308LLER')))).toEqual(['ERIKA MÜLLER (4)']);
    });

    it('A4: gaps are filled, by deletion and by renaming', async () => {
      const one = account('Erika Müller');
      await create(db(), one, one, one, one);
      await db().write((deps) => archiveAccounts(deps, [2]));
      await db().write((deps) => deleteAccounts(deps, [2]));
      await db().write((deps) => editAccounts(deps, [{ id: 4, patch: { name: 'Someone else' } }]));
      expect(names(await create(db(), one, one, one))).toEqual([
        'Erika Müller (2)',
        'Erika Müller (4)',
        'Erika Müller (5)',
      ]);
    });

    it('A4: in one batch given names come first, wherever they stand, and numbers go around them', async () => {
      const one = account('Erika Müller');
      const outcomes = await create(
        db(),
        one,
        { ...one, name: 'erika müller (2)' },
        account('Jan Weiß'),
        { ...one, name: 'JAN WEISS' },
        one,
        one,
      );
      expect(names(outcomes)).toEqual([
        'Erika Müller',
        'erika müller (2)',
        'Jan Weiß (2)',
        'JAN WEISS',
        'Erika Müller (3)',
        'Erika Müller (4)',
      ]);
    });

    it('A4: a person whose name ends in a number is numbered like any other', async () => {
      const twin = account('Erika Müller (2)');
      const outcomes = await create(db(), account('Erika Müller'), account('Erika Müller'), twin, twin);
      expect(names(outcomes)).toEqual([
        'Erika Müller',
        'Erika Müller (2)',
        'Erika Müller (2) (2)',
        'Erika Müller (2) (3)',
      ]);
    });

    it.each([
      ['Straßen  Bau', ' STRASSEN bau '],
      ['Müller', 'Mu\u0308LLER'],
      ['ABC & fix', 'ＡＢＣ & ﬁx'],
      ['a b', 'A\u00a0B'],
    ])('A4: a given name that is taken is refused: %j, %j', async (name, again) => {
      await create(db(), account('Jan Weiß', { name }));
      const before = await db().contents();
      await expect(create(db(), account('Jan Weiß', { name: again }))).rejects.toMatchObject({
        kind: 'refused',
        code: 'NAME_TAKEN',
        message: expect.stringContaining(`account 1 "${name}"`),
        details: { index: 0, id: 1, owner: name },
      });
      expect(await db().contents()).toBe(before);
    });

    it('A4: two accounts of one batch cannot be given one name', async () => {
      const twice = create(
        db(),
        account('A B'),
        account('C D', { name: 'X' }),
        account('E F', { name: ' x' }),
      );
      await expect(twice).rejects.toMatchObject({ code: 'NAME_TAKEN', details: { index: 2 } });
    });

    it('A4: renaming onto a name that is taken is refused; another spelling of its own is not', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      const rename = (name: string) => db().write((deps) => editAccounts(deps, [{ id: 2, patch: { name } }]));
      await expect(rename('erika müller')).rejects.toMatchObject({ code: 'NAME_TAKEN', details: { id: 1 } });
      expect(await rename(' JAN WEISS')).toMatchObject([{ outcome: 'updated', name: 'JAN WEISS' }]);
      expect(await rename('JAN WEISS ')).toMatchObject([{ outcome: 'unchanged' }]);
    });

    it('A4: programs that create the same name at the same moment number it, or refuse it', async () => {
      const other = openDatabase(db().location);
      const inTheOther = (name: string | undefined) =>
        other.write(
          (trx, dialect) =>
            createAccounts(testDeps(trx, dialect, { clock: () => new Date(0), actor: 'other' }), [
              account('Erika Müller', { name }),
            ]),
          { dryRun: false },
        );
      try {
        const generated = await Promise.all([create(db(), account('Erika Müller')), inTheOther(undefined)]);
        expect(names(generated.flat()).sort()).toEqual(['Erika Müller', 'Erika Müller (2)']);
        const given = await Promise.allSettled([
          create(db(), account('A B', { name: 'X' })),
          inTheOther('X'),
        ]);
        expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(given.find(({ status }) => status === 'rejected')).toMatchObject({
          reason: { code: 'NAME_TAKEN' },
        });
      } finally {
        await other.close();
      }
    });
  });
});
