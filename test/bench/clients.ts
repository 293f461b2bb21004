import { Readable } from 'node:stream';

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

/** A client list of `count` rows as CSV: a third companies, the names as varied as a telephone book's. */
export function clientsCsv(count: number, seed = 42): Readable {
  const random = randomFrom(seed);
  const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
  function* lines(): Generator<string> {
    yield 'Account key,Company name,First name,Last name,E-mail,Phone,Street,Postal code,City,Country\n';
    let batch = '';
    for (let row = 1; row <= count; row += 1) {
      const given = pick(first);
      const family = pick(onset) + pick(middle) + pick(coda);
      const company = row % 3 === 0 ? `${family} ${pick(trades)} ${random(900) + 100} GmbH` : '';
      const email = `${plain(given)}.${plain(family)}.${row}@${plain(pick(onset))}.example`;
      const phone = `+49 ${random(900) + 100} ${random(9_000_000) + 1_000_000}`;
      batch += `C-${row},${company},${given},${family},${email},${phone},${pick(streets)} ${random(200) + 1},${random(90_000) + 10_000},${pick(cities)},DE\n`;
      if (row % 500 === 0) {
        yield batch;
        batch = '';
      }
    }
    yield batch;
  }
  return Readable.from(lines(), { objectMode: false });
}
