import { describe, expect, test } from 'vitest';
import { nearest } from '../src/nearest.ts';

describe('the word that was probably meant', () => {
  const fields = ['id', 'name', 'tags', 'portalStatus', 'createdAt'];
  test.each([
    ['NAME', 'name'],
    ['nmae', 'name'],
    ['tgas', 'tags'],
    ['portal', 'portalStatus'],
    ['createdat', 'createdAt'],
    ['', undefined],
    ['zzz', undefined],
  ])('a field for %j: %s', (word, meant) => {
    expect(nearest(word, fields)).toBe(meant);
  });

  const headings = ['tags', 'email', 'postalcode', 'kundenname', 'land'];
  test.each([
    ['emial', 'email'],
    ['postalcodde', 'postalcode'],
    ['ofrt', undefined],
    ['fax', undefined],
    // Three differences in twelve letters: a column of numbers is no column of names.
    ['kundennummer', undefined],
  ])('a heading for %j: %s', (word, meant) => {
    expect(nearest(word, headings)).toBe(meant);
  });

  const names = ['Erika Müller', 'Müller GmbH', 'Jan Weiß', 'VIP'];
  test.each([
    ['Erika Muler', 'Erika Müller'],
    ['erika', 'Erika Müller'],
    ['Jan Weiss', 'Jan Weiß'],
    ['Jna Weiß', 'Jan Weiß'],
    ['vpi', 'VIP'],
    ['VIPs', 'VIP'],
    ['Zebra Holding', undefined],
  ])('a name for %j: %s', (word, meant) => {
    expect(nearest(word, names)).toBe(meant);
  });

  test('accents do not count, the nearer one wins, the first of equals too', () => {
    expect(nearest('muller gmbh', ['Huller GmbH', 'Müller GmbH'])).toBe('Müller GmbH');
    expect(nearest('companystreets', ['companystreet2', 'companystreet'])).toBe('companystreet2');
    expect(nearest('companystret', ['companystreet2', 'companystreet'])).toBe('companystreet');
    expect(nearest('cat', ['bat', 'rat'])).toBe('bat');
  });

  test('hostile lengths cost nothing', () => {
    const started = performance.now();
    expect(nearest('x'.repeat(1_000_000), ['y'.repeat(1_000_000)])).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(200);
  });
});
