import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitPersonName } from '../../../src/domain/contact/person-name.ts';

/** `first / middle / last`, with - for a part that is not there. */
const split = (name: string) => {
  const { firstName = '-', middleName = '-', lastName = '-' } = splitPersonName(name);
  return `${firstName} / ${middleName} / ${lastName}`;
};

describe('B1: a full name is split', () => {
  test.each([
    ['Maria Anders', 'Maria / - / Anders'],
    ['José Pedro Freyre', 'José / Pedro / Freyre'],
    ['Johann Sebastian Karl Bach', 'Johann / Sebastian Karl / Bach'],
    ['  Frédérique \u00a0 Citeaux ', 'Frédérique / - / Citeaux'],
    ['Patricia McKenna', 'Patricia / - / McKenna'],
    ['Hugh O’Reilly', 'Hugh / - / O’Reilly'],
    ['Anna Müller-Lüdenscheidt', 'Anna / - / Müller-Lüdenscheidt'],
    ['Müller', '- / - / Müller'],
    ['', '- / - / -'],
    [' , ', '- / - / -'],
  ])('%j', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test.each([
    ['Johannes Van der Berg', 'Johannes / - / Van der Berg'],
    ['Ludwig van Beethoven', 'Ludwig / - / van Beethoven'],
    ['Johann Wolfgang von Goethe', 'Johann / Wolfgang / von Goethe'],
    ['Karl von und zu Guttenberg', 'Karl / - / von und zu Guttenberg'],
    ['Maria de la Cruz Gómez', 'Maria / - / de la Cruz Gómez'],
    ['Luís da Silva', 'Luís / - / da Silva'],
    ['Ana Paula dos Santos', 'Ana / Paula / dos Santos'],
    ['Anna Di Marco', 'Anna / - / Di Marco'],
    ['Piero della Francesca', 'Piero / - / della Francesca'],
    ['Hans zur Mühlen', 'Hans / - / zur Mühlen'],
    ['Jan ter Horst', 'Jan / - / ter Horst'],
    ['Corrie ten Boom', 'Corrie / - / ten Boom'],
    ['Osman bin Affan', 'Osman / - / bin Affan'],
    ['Nadia al Hassan', 'Nadia / - / al Hassan'],
    ['Ursula K. Le Guin', 'Ursula / K. / Le Guin'],
    ['Peter St. John', 'Peter / - / St. John'],
    ["Sinead O' Connor", "Sinead / - / O' Connor"],
    ['von Goethe', '- / - / von Goethe'],
    ['De la Cruz', '- / - / De la Cruz'],
    ['Al Gore', 'Al / - / Gore'],
    ['Le Thi Hoa', 'Le / Thi / Hoa'],
    ['Maria von', 'Maria / - / von'],
  ])('particles belong to the last name: %s', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test.each([
    ['Anders, Maria', 'Maria / - / Anders'],
    ['Freyre, José Pedro', 'José / Pedro / Freyre'],
    ['van der Berg, Johannes', 'Johannes / - / van der Berg'],
    ['Goethe, Johann Wolfgang von', 'Johann / Wolfgang / von Goethe'],
    ['García Márquez, Gabriel', 'Gabriel / - / García Márquez'],
    ['Anders, Dr. Maria', 'Dr. Maria / - / Anders'],
    ['Frau Dr. Anders, Maria', 'Dr. Maria / - / Anders'],
    ['Smith, John, Jr.', 'John / - / Smith Jr.'],
    ['Anders,', '- / - / Anders'],
    [', Maria', 'Maria / - / -'],
  ])('"Last, First": %s', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test.each([
    ['Frau Maria Anders', 'Maria / - / Anders'],
    ['Mr. John Smith', 'John / - / Smith'],
    ['Mrs Smith', '- / - / Smith'],
    ['Herrn Schmidt', '- / - / Schmidt'],
    ['Herr und Frau Schmidt', '- / - / Schmidt'],
    ['Frau', '- / - / Frau'],
    ['Dr. Maria Anders', 'Dr. Maria / - / Anders'],
    ['Frau Prof. Dr. med. Maria von Anders', 'Prof. Dr. med. Maria / - / von Anders'],
    ['Dipl.-Ing. Hans Peter Meier', 'Dipl.-Ing. Hans / Peter / Meier'],
    ['Dipl. Ing. Hans Meier', 'Dipl. Ing. Hans / - / Meier'],
    ['Dr.-Ing. Hans Meier', 'Dr.-Ing. Hans / - / Meier'],
    ['Dr. Meier', 'Dr. / - / Meier'],
    ['Ing Liu', 'Ing / - / Liu'],
    ['Drew Barrymore', 'Drew / - / Barrymore'],
  ])('forms of address go, titles stay with the first name: %s', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test.each([
    ['John Smith Jr.', 'John / - / Smith Jr.'],
    ['John Smith, Jr.', 'John / - / Smith Jr.'],
    ['Martin Luther King Sr', 'Martin / Luther / King Sr'],
    ['Henry Ford II', 'Henry / - / Ford II'],
    ['Jane Doe, MBA, PhD', 'Jane / - / Doe MBA PhD'],
    ['Jane Doe III MBA', 'Jane / - / Doe III MBA'],
    ['John MD', 'John / - / MD'],
  ])('suffixes stay with the last name: %s', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test.each([
    ['Hans & Maria Müller', 'Hans & Maria / - / Müller'],
    ['Hans und Maria von Müller', 'Hans und Maria / - / von Müller'],
  ])('couples stay together: %s', (name, parts) => {
    expect(split(name)).toBe(parts);
  });

  test('no word is lost or doubled, but for forms of address', () => {
    const word = fc.constantFrom(
      'Maria',
      'Anders',
      'von',
      'de',
      'Van',
      'Dr.',
      'med.',
      'Jr.',
      'II',
      '&',
      'O’Hara',
      'St.',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const { firstName = '', middleName = '', lastName = '' } = splitPersonName(words.join(' '));
        const found = `${firstName} ${middleName} ${lastName}`.split(' ').filter(Boolean);
        expect(found.sort()).toEqual([...words].sort());
      }),
    );
  });
});
