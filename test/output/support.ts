import type { OutputSettings, Sink } from '../../src/output/settings.ts';
import type { ListView } from '../../src/output/view.ts';

/** Settings of a run that nobody set anything for: a table, no terminal, no colour. */
export const settings = (changes: Partial<OutputSettings> = {}): OutputSettings => ({
  format: 'table',
  fields: undefined,
  wide: false,
  quiet: false,
  color: { out: false, err: false },
  columns: undefined,
  tableRows: undefined,
  ...changes,
});

export interface Collected extends Sink {
  text: string;
  writes: number;
}

export function collect(): Collected {
  return {
    text: '',
    writes: 0,
    async write(text) {
      this.text += text;
      this.writes += 1;
    },
  };
}

export interface Client {
  id: number;
  name: string;
  type: string;
  tags: string[];
  address: { city: string } | null;
  extra?: string;
}

/** Writes to the clipboard, runs as a formula, turns the reading direction, begins a line. */
export const hostile = '\x1b]52;c;aGFjaw==\x07=HYPERLINK(1)\u202e\nkontor: all fine';
export const hostileShown = '\\e]52;c;aGFjaw==\\x07=HYPERLINK(1)\\u{202e}\\nkontor: all fine';

export const clients: Client[] = [
  {
    id: 1,
    name: 'Müller & Söhne Steuerberatung',
    type: 'company',
    tags: ['VIP', 'Monatlich'],
    address: { city: 'Köln' },
  },
  { id: 42, name: 'Erika Weiß', type: 'individual', tags: [], address: null },
  {
    id: 1043,
    name: '山田商店 👨‍👩‍👧 cafe\u0301',
    type: 'company',
    tags: ['日本'],
    address: { city: '東京' },
    extra: 'x',
  },
];

export const clientList: ListView<Client> = {
  kind: 'list',
  id: (client) => client.id,
  empty: 'No clients yet.',
  fields: [
    { key: 'id', heading: 'Id', align: 'right' },
    { key: 'name', heading: 'Name', tone: () => 'strong' },
    { key: 'type', heading: 'Type' },
    { key: 'tags', heading: 'Tags' },
    { key: 'address', heading: 'City', hidden: true, text: (client) => client.address?.city ?? '' },
  ],
};

/** A list that tells how far it was read. */
export function lazily<Row>(rows: readonly Row[], total = rows.length) {
  const seen = { read: 0, closed: false };
  async function* read() {
    try {
      for (const row of rows) {
        seen.read += 1;
        yield row;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, result: { rows: read(), total: async () => total } };
}

/** What must never reach a terminal from data: controls, bidi and invisible characters, lone surrogates. */
export const unsafe =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/u;
