import { describe, expect, test } from 'vitest';
import { foldHeader, sameHeader } from '../../../../src/transfer/reading/headings/fold-header.ts';
import { type FixedTarget, headings, targets } from '../../../../src/transfer/reading/headings/headings.ts';
import { headingMeaning } from '../../../../src/transfer/reading/headings/known-headings.ts';

const meant = (header: string) => headingMeaning(header)?.target;

describe('B4: headings are compared folded', () => {
  test.each([
    ['Straße', ['strasse']],
    ['  E-MAIL  address: ', ['emailaddress']],
    ['Schlagwörter', ['schlagworter', 'schlagwoerter']],
    ['Prénom', ['prenom']],
    ['ﬁrma', ['firma']],
    ['#', ['']],
  ])('%s', (heading, spellings) => {
    expect(foldHeader(heading)).toEqual(spellings);
  });

  test('umlauts count both ways, decomposed ones too', () => {
    for (const spelling of ['Schlagwoerter', 'SCHLAGWORTER', 'Schlagwo\u0308rter']) {
      expect([sameHeader(spelling, 'Schlagwörter'), meant(spelling)]).toEqual([true, 'account.tags']);
    }
    expect([sameHeader('#', '%'), sameHeader('Ort', 'Land')]).toEqual([false, false]);
  });
});

describe('B4: known headings', () => {
  test.each(targets.map((target): [FixedTarget] => [target]))('%s is known by its names', (target) => {
    const kebab = target.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const { en, de, others = [], second = [] } = headings[target];
    for (const heading of [target, kebab, en, de, ...others, ...second]) expect(meant(heading)).toBe(target);
  });

  test('no heading means two things', () => {
    const owners = new Map<string, FixedTarget>();
    for (const target of targets) {
      const { en, de, others = [], second = [] } = headings[target];
      for (const spelling of [target, en, de, ...others, ...second].flatMap(foldHeader)) {
        expect([spelling, owners.get(spelling) ?? target]).toEqual([spelling, target]);
        owners.set(spelling, target);
      }
    }
  });

  test.each([
    ['Company', 'account.companyName'],
    ['Firma', 'account.companyName'],
    ['Firmenname', 'account.companyName'],
    ['Ansprechpartner', 'contact.fullName'],
    ['Contact', 'contact.fullName'],
    ['Full name', 'contact.fullName'],
    ['Account', 'account.name'],
    ['Mandant', 'account.name'],
    ['Typ', 'account.type'],
    ['Tags', 'account.tags'],
    ['FirstName', 'contact.firstName'],
    ['PostalCode', 'contact.postalCode'],
  ])('%s is %s', (header, target) => {
    expect(meant(header)).toBe(target);
  });

  test.each([
    ['Street', 'contact.street'],
    ['Address', 'contact.street'],
    ['Straße', 'contact.street'],
    ['PLZ', 'contact.postalCode'],
    ['Ort', 'contact.city'],
    ['Region', 'contact.region'],
    ['State', 'contact.region'],
    ['Land', 'contact.country'],
    ['Country', 'contact.country'],
    ['Telefon', 'contact.phone'],
    ['Phone', 'contact.phone'],
    ['E-Mail', 'contact.email'],
    ['Company street', 'account.street'],
    ['Firma Straße', 'account.street'],
    ['Firmenstraße', 'account.street'],
    ['account.street', 'account.street'],
    ['Firma PLZ', 'account.postalCode'],
    ['Company city', 'account.city'],
    ['Company phone', 'contact.phone'],
  ])('B6: %s is %s', (header, target) => {
    expect(meant(header)).toBe(target);
  });

  test.each([
    ['Outlook', 'Business Street', 'account.street'],
    ['Outlook', 'Business Country/Region', 'account.country'],
    ['Outlook', 'Home Postal Code', 'contact.postalCode'],
    ['Outlook', 'E-mail Address', 'contact.email'],
    ['Outlook', 'Straße geschäftlich', 'account.street'],
    ['Outlook', 'Postleitzahl privat', 'contact.postalCode'],
    ['Outlook', 'Weitere Vornamen', 'contact.middleName'],
    ['Outlook', 'Kategorien', 'account.tags'],
    ['Google', 'Given Name', 'contact.firstName'],
    ['Google', 'Organization Name', 'account.companyName'],
    ['Google', 'E-mail 1 - Value', 'contact.email'],
    ['Google', 'Phone 1 - Value', 'contact.phone'],
    ['Google', 'Address 1 - Street', 'contact.street'],
    ['Thunderbird', 'Primary Email', 'contact.email'],
    ['Thunderbird', 'Work Address 2', 'account.street2'],
    ['Thunderbird', 'Home ZipCode', 'contact.postalCode'],
  ])('address books: %s, %s', (_program, header, target) => {
    expect(meant(header)).toBe(target);
  });

  test.each(['CustomerId', 'Kundennummer', 'Client ID', 'Fax', 'SupportRepId', 'Position', 'Key', '', '#'])(
    '%j is not guessed',
    (header) => {
      expect(meant(header)).toBeUndefined();
    },
  );
});
