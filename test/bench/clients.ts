import { Readable } from 'node:stream';
import type { Deps } from '../../src/domain/deps.ts';
import { createFields } from '../../src/domain/field/operations.ts';

const first = (
  'Anna Bernd Carla Dieter Erika Frank Gisela Hans Ines Jürgen Karin Lars Monika Niklas Olga Peter Renate Stefan ' +
  'Tanja Ulrich Vera Wolfgang Yvonne Zoë Ömer Ayşe Björn Chloé Dörte Elif François Günther Heike Ivan Jana Käthe'
).split(' ');
const onset =
  'Alb Bau Berg Born Brand Dorn Eck Fal Fisch Frei Gold Grün Haber Hart Hell Kauf Kirch Köhl Kron Lind Mai Mühl Neu Ober Reich Rosen Schön Schu Stein Wein'.split(
    ' ',
  );
const middle = 'en er el ing au ack ich old und art'.split(' ');
const coda =
  'mann meyer berger feld hofer bach stein hauser maier müller witz ström wald schmidt huber brandt dorf thal'.split(
    ' ',
  );
const cities =
  'Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden'.split(
    ' ',
  );
const streets =
  'Hauptstraße Bahnhofstraße Gartenweg Lindenallee Schulstraße Am Markt Bergstraße Mühlenweg'.split(' ');
const trades =
  'Maschinenbau Bäckerei Logistik Immobilien Gastro Elektro Gartenbau Verlag Medizintechnik Spedition'.split(
    ' ',
  );
export const clientTags = ['Monthly', 'Quarterly', 'VIP', 'Payroll', 'New client', 'Foundation', 'Audit'];
const legalForms = ['GmbH', 'GmbH & Co. KG', 'UG', 'AG', 'OHG', 'e.K.'];

/** The custom fields that the columns of a client list fill. */
export const createClientFields = (deps: Deps) =>
  createFields(deps, [
    { scope: 'account', type: 'text', label: 'Tax number' },
    { scope: 'account', type: 'number', label: 'Monthly fee' },
    { scope: 'account', type: 'dropdown', label: 'Legal form', options: legalForms },
    { scope: 'contact', type: 'date', label: 'Birthday' },
  ]);

/** The columns of the list. */
export const clientHeadings = [
  'Account key',
  'Company name',
  'First name',
  'Last name',
  'E-mail',
  'Phone',
  'Street',
  'Postal code',
  'City',
  'Country',
  'Tags',
  'Tax number',
  'Monthly fee',
  'Legal form',
  'Birthday',
];

/** A small generator with a period far beyond a million (mulberry32): the same seed gives the same clients. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();

/**
 * A client list of `count` rows as CSV: a third companies, the names as varied as a telephone book's, most with a tag or two
 * and all with values in {@link createClientFields}.
 */
export function clientsCsv(count: number, seed = 42): Readable {
  const random = randomFrom(seed);
  const more = randomFrom(seed + 1);
  const pick = (list: readonly string[], from = random) => list[from(list.length)] ?? '';
  const two = (number: number) => String(number).padStart(2, '0');
  function* lines(): Generator<string> {
    yield `${clientHeadings.join(',')}\n`;
    let batch = '';
    for (let row = 1; row <= count; row += 1) {
      const given = pick(first);
      const family = pick(onset) + pick(middle) + pick(coda);
      const company = row % 3 === 0 ? `${family} ${pick(trades)} ${random(900) + 100} GmbH` : '';
      const email = `${plain(given)}.${plain(family)}.${row}@${plain(pick(onset))}.example`;
      const phone = `+49 ${random(900) + 100} ${random(9_000_000) + 1_000_000}`;
      const address = `${pick(streets)} ${random(200) + 1},${random(90_000) + 10_000},${pick(cities)},DE`;
      const labels = [more(5) > 0 ? pick(clientTags, more) : '', more(3) === 0 ? pick(clientTags, more) : ''];
      const fields = [
        `${more(90) + 10}/${more(900) + 100}/${more(90_000) + 10_000}`,
        `${more(2_000) + 40}.${two(more(100))}`,
        company === '' ? '' : pick(legalForms, more),
        `${1930 + more(75)}-${two(more(12) + 1)}-${two(more(28) + 1)}`,
      ];
      const cells = [
        `C-${row}`,
        company,
        given,
        family,
        email,
        phone,
        address,
        labels.filter(Boolean).join(';'),
      ];
      batch += `${[...cells, ...fields].join(',')}\n`;
      if (row % 500 === 0) {
        yield batch;
        batch = '';
      }
    }
    yield batch;
  }
  return Readable.from(lines(), { objectMode: false });
}
