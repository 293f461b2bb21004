import { describe, expect, it } from 'vitest';
import { comparedName, type Likeness, likenessOf, nameKey } from '../../../src/domain/duplicate/names.ts';
import { digits, isSamePhone, localPart } from '../../../src/domain/duplicate/person.ts';

/** "Jan Peter|Weiß": first names before the bar, the last name behind it. */
const named = (text: string) => {
  const [firstName = '', lastName = ''] = text.split('|');
  return comparedName({
    firstName: firstName === '' ? null : firstName,
    middleName: null,
    lastName: lastName === '' ? null : lastName,
    companyName: null,
  });
};
const company = (companyName: string) =>
  comparedName({ firstName: null, middleName: null, lastName: null, companyName });

describe('how alike two names are', () => {
  it.each([
    ['Jan|Weiß', 'JAN|weiß', 'same'],
    ['Jan|Weiß', 'Jan|Weiss', 'same'],
    ['Jürgen|Müller', 'Juergen|Mueller', 'same'],
    ['Jürgen|Müller', 'Jurgen|Muller', 'spelled'],
    ['Juergen|Mueller', 'Jurgen|Müller', 'similar'],
    ['Weiß|Jan', 'Jan|Weiß', 'swapped'],
    ['|Jan Weiß', 'Jan|Weiß', 'same'],
    ['Dr. Jan|Weiß', 'Jan|Weiß', 'same'],
    ['Anna-Lena|Berg', 'Anna Lena|Berg', 'same'],
    ['Jan Peter|Weiß', 'Jan|Weiß', 'similar'],
    ['J.|Weiß', 'Jan|Weiß', 'similar'],
    ['Thomas|Schmidt', 'Tomas|Schmidt', 'similar'],
    ['Anna|Schmidt', 'Anna|Schmitt', 'similar'],
    ['Anna|Meyer', 'Anna|Mayer', 'similar'],
    ['Anna|Meier-Kunz', 'Anna|Meier', 'similar'],
    ['Anna|von Berg', 'Anna|Berg', 'similar'],
    ['Schmitt|Anna', 'Anna|Schmidt', 'similar'],
    ['Hans|Müller jun.', 'Hans|Müller', 'similar'],
    ['Erika|Müller', 'Erika|Schmidt', 'renamed'],
    ['|Weiß', 'Jan|Weiß', 'part'],
    ['', 'Jan|Weiß', 'unknown'],
    ['Phil|Herr', 'Phil|Herr', 'same'],
    ['Jun|Sen', 'Jun|Sen', 'same'],
  ] satisfies Array<[string, string, Likeness]>)('L5: %s and %s: %s', (one, other, likeness) => {
    expect(likenessOf(named(one), named(other))).toBe(likeness);
    expect(likenessOf(named(other), named(one))).toBe(likeness);
  });

  it.each([
    ['Jan|Weiß', 'Julia|Weiß'],
    ['Jan|Weiß', 'Jana|Weiß'],
    ['Paul|Berg', 'Paula|Berg'],
    ['Simon|Berg', 'Simone|Berg'],
    ['Daniel|Berg', 'Daniela|Berg'],
    ['Andreas|Berg', 'Andrea|Berg'],
    ['Christian|Berg', 'Christina|Berg'],
    ['Mario|Berg', 'Maria|Berg'],
    ['Jan Peter|Weiß', 'Jan Paul|Weiß'],
    ['Hans|Müller jun.', 'Hans|Müller sen.'],
    ['Hans|Müller II', 'Hans|Müller III'],
    ['Hans & Maria|Müller', 'Hans|Müller'],
    ['Hans und Maria|Müller', 'Maria|Müller'],
    ['|Weiß', 'Jan|Schwarz'],
    ['Jan|Weiß', 'Jana|Schwarz'],
    ['Michal|Berg', 'Michael|Berg'],
  ])('L5: %s and %s are two people', (one, other) => {
    expect(likenessOf(named(one), named(other))).toBe('other');
    expect(likenessOf(named(other), named(one))).toBe('other');
  });

  it('L5: without a personal name the company is compared', () => {
    expect(likenessOf(company('Druckerei Nord'), company('DRUCKEREI  Nord'))).toBe('same');
    expect(likenessOf(company('Druckerei Nord'), company('Druckerei Süd'))).toBe('other');
    expect(likenessOf(company('Druckerei Nord'), named('Jan|Weiß'))).toBe('unknown');
  });

  it('names that may be the same have one key, in every order and spelling', () => {
    const keys = [
      'Jürgen|Müller',
      'Mueller|Juergen',
      'Dr. Jurgen|Muller',
      '|Müller Jürgen',
      'Jürgen|von Müller',
    ];
    expect(new Set(keys.map((name) => nameKey(named(name))))).toEqual(new Set(['jurgen muller']));
    expect(nameKey(named(''))).toBe(undefined);
    expect(nameKey(company('Weiß Jan'))).not.toBe(nameKey(named('Jan|Weiß')));
  });
});

describe('what else is compared', () => {
  it('of an e-mail the part that may tell who it is', () => {
    expect(localPart('jan.weiss@one.example')).toBe('janweiss');
    expect(localPart('jan_weiß+news@two.example')).toBe('janweiss');
    expect(localPart('j.müller@x.example')).toBe(localPart('jmueller@y.example'));
    for (const nobody of ['info@x.example', 'jan@x.example', 'Büro@x.example', 'familie@x.example']) {
      expect(localPart(nobody), nobody).toBe(undefined);
    }
  });

  it('of a phone number the digits, with or without what is dialled in front', () => {
    const same = ['+49 30 1234567', '0049 (0)30 123-4567', '030/1234567', '49301234567'];
    for (const one of same) {
      for (const other of same)
        expect(isSamePhone(digits(one) ?? '', digits(other) ?? ''), `${one} ${other}`).toBe(true);
    }
    expect(isSamePhone(digits('+49 30 1234567') ?? '', digits('+49 40 1234567') ?? '')).toBe(false);
    for (const none of ['', '110', 'n/a', '0 30 12']) expect(digits(none), none).toBe(undefined);
  });
});
