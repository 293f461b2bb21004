import { describe, expect, it } from 'vitest';
import { archiveAccounts, deleteAccounts, editAccounts } from '../../../src/domain/account/operations.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { searchAccounts } from '../../../src/domain/search/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, collect, create, createPeople, found, person } from '../fixtures.ts';

describe('search', () => {
  onEachDatabase((db) => {
    const search = (text: string, limit?: number) =>
      db().read(async (deps) => {
        const { rows, total } = await searchAccounts(deps, { text, limit });
        return { names: (await collect(rows)).map(({ name }) => name), total: await total() };
      });

    it('Q2: muller, mueller, Müller and MÜLLER all find Müller, strasse finds Straße', async () => {
      await create(
        db(),
        account('Erika Müller'),
        account('Jan Mueller'),
        account('Ada Muller'),
        account('Hans Straße'),
      );
      for (const text of ['müller', 'MÜLLER', 'Mu\u0308ller', 'üll', 'ÜLL']) {
        expect(await found(db(), text), text).toEqual(
          expect.arrayContaining(
            ['Ada Muller', 'Erika Müller', 'Jan Mueller'].slice(text.length > 3 ? 0 : 1),
          ),
        );
      }
      expect(await found(db(), 'muller')).toEqual(['Ada Muller', 'Erika Müller']);
      expect(await found(db(), 'MUELLER')).toEqual(['Erika Müller', 'Jan Mueller']);
      for (const text of ['strasse', 'STRASSE', 'straße', 'Straẞe', 'traß']) {
        expect(await found(db(), text), text).toEqual(['Hans Straße']);
      }
      expect(await search('zzz')).toEqual({ names: [], total: 0 });
    });

    it('Q1: an account is found by part of its name, company, number, key, and of a contact and its e-mail', async () => {
      await create(
        db(),
        {
          name: 'Kanzlei Nord',
          companyName: 'Nordlicht GmbH',
          key: 'CRM/0042',
          contacts: [
            { create: person('Erika Weiß', { email: 'E.Weiss@embraer.example', companyName: 'Privat KG' }) },
            { create: person('Jan Berg') },
          ],
        },
        account('Zoe Adler'),
      );
      const texts = [
        'anzle',
        'NORDLICHT',
        '1',
        '#1',
        'crm/00',
        'weiß',
        'jan berg',
        'weiss@embraer',
        'embraer.ex',
        'privat',
      ];
      for (const text of texts)
        expect(await search(text), text).toEqual({ names: ['Kanzlei Nord'], total: 1 });
      expect(await found(db(), '#3')).toEqual([]);
    });

    it('Q1: every word must be somewhere in the account, in any order', async () => {
      await create(
        db(),
        {
          name: 'Kanzlei Nord',
          contacts: [{ create: person('Erika Weiß', { email: 'erika@nord.example' }) }],
        },
        { name: 'Kanzlei Süd', contacts: [{ create: person('Erika Weiß') }] },
      );
      expect(await found(db(), 'weiss kanzlei')).toEqual(['Kanzlei Nord', 'Kanzlei Süd']);
      expect(await found(db(), '  erika\tNORD.example ')).toEqual(['Kanzlei Nord']);
      expect(await found(db(), 'sued erika')).toEqual(['Kanzlei Süd']);
      expect(await found(db(), 'sud kanz ei')).toEqual(['Kanzlei Süd']);
      expect(await found(db(), 'nord süd')).toEqual([]);
      expect(await found(db(), '')).toEqual([]);
      expect(await found(db(), ' \n ')).toEqual([]);
    });

    it('Q1: wildcards, quotes and operators are letters like any other', async () => {
      await create(
        db(),
        account('A', { name: '100% Bio' }),
        account('B', { name: '1000 Bio' }),
        account('C', { name: 'snake_case' }),
        account('D', { name: 'snakeXcase' }),
        account('E', { name: 'back\\slash' }),
        account('F', { name: 'O"Neill AND OR*' }),
      );
      expect(await found(db(), '100%')).toEqual(['100% Bio']);
      expect(await found(db(), 'snake_case')).toEqual(['snake_case']);
      expect(await found(db(), 'e_c')).toEqual(['snake_case']);
      expect(await found(db(), '%_%')).toEqual([]);
      expect(await found(db(), '%%%')).toEqual([]);
      expect(await found(db(), '%')).toEqual(['100% Bio']);
      expect(await found(db(), '_')).toEqual(['snake_case']);
      expect(await found(db(), 'back\\s')).toEqual(['back\\slash']);
      expect(await found(db(), 'o"neill')).toEqual(['O"Neill AND OR*']);
      expect(await found(db(), 'OR*')).toEqual(['O"Neill AND OR*']);
      expect(await found(db(), "'; drop")).toEqual([]);
    });

    it('Q1: fewer than three letters still find, in alphabetical order', async () => {
      await create(db(), account('Zoe Äbel'), account('Ab Zorn'), account('Öl Otto'), account('日本 Handel'));
      expect(await found(db(), 'ab')).toEqual(['Ab Zorn', 'Zoe Äbel']);
      expect(await found(db(), 'äb')).toEqual(['Ab Zorn', 'Zoe Äbel']);
      expect(await found(db(), 'ö')).toContain('Öl Otto');
      expect(await found(db(), '日本')).toEqual(['日本 Handel']);
      expect(await search('z')).toEqual({ names: ['Ab Zorn', 'Zoe Äbel'], total: 2 });
    });

    it('Q1: the account with the number that was asked for comes first, once', async () => {
      await create(db(), account('A', { key: 'k2' }), account('B', { key: 'n2' }), account('C'));
      expect(await search('2')).toEqual({ names: ['B', 'A'], total: 2 });
      expect(await search('#2')).toEqual({ names: ['B'], total: 1 });
      expect(await search('3')).toEqual({ names: ['C'], total: 1 });
      expect(await search('2', 1)).toEqual({ names: ['B'], total: 2 });
      expect(await search('2', 0)).toEqual({ names: [], total: 2 });
      expect(await search('999999999')).toEqual({ names: [], total: 0 });
      expect(await search('99999999999999999999')).toEqual({ names: [], total: 0 });
    });

    it('Q1: archived accounts are found', async () => {
      await create(db(), account('Erika Müller'));
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await found(db(), 'muller')).toEqual(['Erika Müller']);
    });

    it('Q1: what is found follows every change', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      await createPeople(db(), person('Ada Berg', { email: 'ada@berg.example' }));
      await db().write((deps) => linkContacts(deps, [{ accountId: 1, contactId: 3 }]));
      expect(await found(db(), 'ada@berg')).toEqual(['Erika Müller']);
      await db().write((deps) =>
        editContacts(deps, [{ id: 3, patch: { email: 'ada@tal.example', lastName: 'Tal' } }]),
      );
      expect(await found(db(), 'berg')).toEqual([]);
      expect(await found(db(), 'ada@tal')).toEqual(['Erika Müller']);
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 1, contactId: 3 }]));
      expect(await found(db(), 'ada@tal')).toEqual([]);
      await db().write((deps) => editAccounts(deps, [{ id: 1, patch: { name: 'Nordlicht', key: 'k-77' } }]));
      expect(await found(db(), 'k-77')).toEqual(['Nordlicht']);
      expect(await found(db(), 'erika')).toEqual(['Nordlicht']);
      await db().write((deps) => archiveAccounts(deps, [1]));
      await db().write((deps) => deleteAccounts(deps, [1]));
      expect(await found(db(), 'nordlicht')).toEqual([]);
      await create(db(), { name: 'Nordlicht', contacts: [{ id: 1 }] });
      expect(await found(db(), 'nordl')).toEqual(['Nordlicht']);
    });

    it('Q1: what was rolled back is not found', async () => {
      await create(db(), account('Erika Müller'));
      await db().database.write(
        async (trx, dialect) => {
          const deps = testDeps(trx, dialect, { clock: () => new Date(0), actor: 'x' });
          await editAccounts(deps, [{ id: 1, patch: { name: 'Nordlicht' } }]);
          const { rows } = await searchAccounts(deps, { text: 'nordlicht' });
          expect(await collect(rows)).toHaveLength(1);
        },
        { dryRun: true },
      );
      expect(await found(db(), 'nordlicht')).toEqual([]);
      expect(await found(db(), 'müller')).toEqual(['Erika Müller']);
    });
  });
});
