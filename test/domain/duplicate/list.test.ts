import { describe, expect, it } from 'vitest';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { NewContact } from '../../../src/domain/contact/schema.ts';
import { findDuplicates } from '../../../src/domain/duplicate/list.ts';
import type { Duplicates } from '../../../src/domain/duplicate/model.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { onEachDatabase, type TestDatabase } from '../../helpers/databases.ts';
import { collect, create, createPeople, person } from '../fixtures.ts';

const home = { street: 'Hauptstraße 1', postalCode: '10115', city: 'Berlin' };
const sameHome = { street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin-Mitte' };

const find = (db: TestDatabase, minScore = 50): Promise<Duplicates[]> =>
  db.read(async (deps) => collect((await findDuplicates(deps, { minScore })).rows));

/** `1+2 85 same name, same phone` */
const inWords = (groups: readonly Duplicates[]): string[] =>
  groups.map(
    ({ contacts, score, reasons }) =>
      `${contacts.map(({ id }) => id).join('+')} ${score} ${reasons.join(', ')}`,
  );

describe('duplicates', () => {
  onEachDatabase((db) => {
    const found = async (people: NewContact[], minScore?: number) => {
      await createPeople(db(), ...people);
      return inWords(await find(db(), minScore));
    };

    it.each<[what: string, one: NewContact, other: NewContact, expected: string]>([
      [
        'e-mail local part',
        person('Jan Weiß', { email: 'jan.weiss@old.example' }),
        person('Jan Weiss', { email: 'janweiss@new.example' }),
        '80 same name, same e-mail local part',
      ],
      [
        'phone',
        person('Jürgen Müller', { phone: '+49 30 1234567', email: 'a@x.example' }),
        person('Muller Jurgen', { phone: '030 1234567', email: 'b@y.example' }),
        '65 same name, first and last exchanged, same phone',
      ],
      [
        'address',
        person('Anna Schmidt', { address: home }),
        person('Anna Schmitt', { address: sameHome }),
        '55 similar name, same address',
      ],
      [
        'name and postal code',
        person('Anna Schmidt', { address: home, email: 'anna@x.example' }),
        person('Anna Schmidt', { address: { postalCode: '10115' }, email: 'as@y.example' }),
        '50 same name, same postal code',
      ],
      [
        'shared e-mail',
        person('Erika Müller', { email: 'erika@x.example' }),
        person('Erika Schmidt', { email: 'ERIKA@x.example', sharedEmail: true }),
        '60 same e-mail, same first name',
      ],
      [
        'no name',
        { email: 'jan@weiss.example' },
        person('Jan Weiß', { email: 'jan@weiss.example', sharedEmail: true }),
        '55 same e-mail',
      ],
      ['company', { companyName: 'Druckerei Nord' }, { companyName: 'druckerei nord' }, '50 same name'],
      ['nothing that differs', person('Jan Weiß'), person('Jan Weiß', { notes: 'x' }), '50 same name'],
    ])('L5: %s', async (_, one, other, expected) => {
      expect(await found([one, other])).toEqual([`1+2 ${expected}`]);
    });

    it('L5: two people of one family are none, whatever they share', async () => {
      const shared = {
        address: home,
        phone: '+49 30 1234567',
        email: 'familie@mueller.example',
        sharedEmail: true,
      };
      const family = ['Hans Müller', 'Maria Müller', 'Paul Müller', 'Paula Müller'].map((name) =>
        person(name, shared),
      );
      expect(await found(family, 1)).toEqual([]);
    });

    it('L5: two of one name with different e-mails and nothing else in common score low', async () => {
      const people = [1, 2].map((n) =>
        person('Peter Müller', { email: `p.${n}@x.example`, phone: `+49 30 123450${n}` }),
      );
      expect(await found(people)).toEqual([]);
      expect(inWords(await find(db(), 30))).toEqual(['1+2 35 same name']);
    });

    it('L5: birthdays tell father and son apart, and tell who is one; other dates say nothing', async () => {
      await db().write((deps) =>
        createFields(deps, [
          { scope: 'contact', type: 'date', label: 'Geburtsdatum' },
          { scope: 'contact', type: 'date', label: 'Client since' },
          { scope: 'contact', type: 'phone', label: 'Mobile' },
        ]),
      );
      const born = (name: string, day: string, more: Partial<NewContact> = {}) =>
        person(name, { ...more, fields: { geburtsdatum: day, 'client-since': '2020-01-01' } });
      expect(
        await found([
          born('Hans Müller', '1950-01-01', { address: home, phone: '+49 30 1234567' }),
          born('Hans Müller', '1980-02-02', { address: home, phone: '+49 30 1234567' }),
          born('H. Müller', '1980-02-02'),
          person('Ada Berg', { fields: { mobile: '+49 171 1234567', 'client-since': '2021-01-01' } }),
          person('Ada Berg', { phone: '0171 1234567', fields: { 'client-since': '2022-01-01' } }),
        ]),
      ).toEqual(['4+5 80 same name, same phone', '2+3 70 same date of birth, similar name']);
    });

    it('L5: several who are one make one group; who is like one of them only makes a pair of its own', async () => {
      const phone = '+49 30 1234567';
      expect(
        await found([
          person('Jan Weiß', { phone, email: 'jan.weiss@one.example' }),
          person('Jan Weiss', { phone }),
          person('Weiß Jan', { phone, email: 'jan.weiss@two.example' }),
          person('Jan Weiß', { email: 'jan.weiss@three.example', phone: '+49 40 7654321' }),
        ]),
      ).toEqual([
        '1+2+3 80 same name, same phone, same name, first and last exchanged, same e-mail local part',
        '1+4 80 same name, same e-mail local part',
        '3+4 80 same name, first and last exchanged, same e-mail local part',
      ]);
    });

    it('L5: each contact is shown with its primary e-mail, phone and number of accounts; most accounts first', async () => {
      await createPeople(
        db(),
        person('Jan Weiß', { phone: '+49 30 1234567' }),
        person('Jan Weiss', { phone: '030 1234567', email: 'j@w.example' }),
      );
      await create(db(), { name: 'A', contacts: [{ id: 2 }] }, { name: 'B', contacts: [{ id: 2 }] });
      expect(await find(db())).toEqual([
        {
          contacts: [
            { id: 2, name: 'Jan Weiss', email: 'j@w.example', phone: '030 1234567', accounts: 2 },
            { id: 1, name: 'Jan Weiß', email: null, phone: '+49 30 1234567', accounts: 0 },
          ],
          score: 80,
          reasons: ['same name', 'same phone'],
        },
      ]);
    });

    it('L5: the best first, in pages, with the total', async () => {
      const pairs = Array.from({ length: 5 }, (_, n) => {
        const name = `First${n} Lastname${n}`;
        return [
          person(name, { phone: `+49 30 55500${n}0` }),
          person(name, n < 3 ? { phone: `030 55500${n}0` } : {}),
        ];
      });
      await createPeople(db(), ...pairs.flat());
      const page = (limit: number, number: number) =>
        db().read(async (deps) => {
          const { rows, total } = await findDuplicates(deps, { minScore: 50, limit, page: number });
          return [
            (await collect(rows)).map(({ contacts, score }) => `${contacts[0]?.id} ${score}`),
            await total(),
          ];
        });
      expect(await page(2, 1)).toEqual([['1 80', '3 80'], 5]);
      expect(await page(2, 2)).toEqual([['5 80', '7 50'], 5]);
      expect(await page(2, 3)).toEqual([['9 50'], 5]);
      expect(await page(2, 4)).toEqual([[], 5]);
    });

    it('L5: hundreds of one name or one switchboard cost little, and those with more in common are found among them', async () => {
      await db().write(async (deps) => {
        await createContacts(
          deps,
          Array.from({ length: 800 }, (_, n) =>
            person('Peter Müller', {
              email: `p${n}x@firm${n}.example`,
              phone: `+49 40 ${5_550_000 + n}`,
              address: { street: `Weg ${n}`, postalCode: `${10_000 + n}` },
            }),
          ),
        );
        await createContacts(
          deps,
          Array.from({ length: 800 }, (_, n) =>
            person(`Vor${n}name Nach${n}name`, { phone: '+49 89 111222' }),
          ),
        );
        await createContacts(deps, [
          person('Peter Mueller', { address: { postalCode: '10400' } }),
          person('Nach7name Vor7name', { phone: '089 111222' }),
        ]);
      });
      let compared = 0;
      const groups = await db().read(async (deps) => {
        const { rows } = await findDuplicates(deps, { minScore: 50 }, ({ unit, done }) => {
          if (unit === 'pairs') compared = done;
        });
        return inWords(await collect(rows));
      });
      expect(groups).toEqual([
        '808+1602 80 same name, first and last exchanged, same phone',
        '401+1601 65 same name, same postal code',
      ]);
      expect(compared).toBeGreaterThan(0);
      expect(compared).toBeLessThan(5_000);
    });

    it('L5: hundreds of the same contact are found in groups, and fewer each time', async () => {
      await createPeople(db(), ...Array.from({ length: 60 }, () => person('Jan Weiß', { address: home })));
      const groups = await find(db());
      expect(groups.map(({ contacts }) => contacts.length)).toEqual([25, 25, 10]);
    });

    it('an empty book has none', async () => {
      expect(await found([])).toEqual([]);
      expect(await found([person('Jan Weiß')])).toEqual([]);
    });
  });
});
