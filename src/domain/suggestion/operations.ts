import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { addressKey, comparisonKey, tidy } from '../text/comparison.ts';
import { parseReference, type Reading } from '../text/references.ts';
import type { Suggestible, Suggestion } from './model.ts';

/** A reading of a reference: which records it finds by the beginning of what column. */
interface Source {
  reading: Reading;
  keyOf: (text: string) => string;
  /** From which on, and up to which, in the order of the column. */
  sql: string;
}

const between = (column: string) => `${column} >= ? and ${column} < ? order by ${column} limit ?`;

const sources: Record<Suggestible, readonly Source[]> = {
  account: [
    {
      reading: 'name',
      keyOf: comparisonKey,
      sql: `select name as text, type as about from accounts where ${between('name_key')}`,
    },
    {
      reading: 'key',
      keyOf: tidy,
      sql: `select external_key as text, name as about from accounts where ${between('external_key')}`,
    },
  ],
  contact: [
    {
      reading: 'email',
      keyOf: addressKey,
      sql: `select address as text, display_name as about from contact_emails
        join contacts on contacts.id = contact_id where shared = 0 and ${between('address_key')}`,
    },
    {
      reading: 'name',
      keyOf: comparisonKey,
      sql: `select display_name as text, company_name as about from contacts where ${between('name_key')}`,
    },
    {
      reading: 'key',
      keyOf: tidy,
      sql: `select external_key as text, display_name as about from contacts where ${between('external_key')}`,
    },
  ],
  email: [
    {
      reading: 'email',
      keyOf: addressKey,
      sql: `select address as text, display_name as about from contact_emails
        join contacts on contacts.id = contact_id where ${between('address_key')}`,
    },
  ],
  tag: [
    {
      reading: 'name',
      keyOf: comparisonKey,
      sql: `select name as text, color as about from tags where ${between('name_key')}`,
    },
  ],
  'account-field': [fields('account')],
  'contact-field': [fields('contact')],
};

function fields(scope: string): Source {
  return {
    reading: 'key',
    keyOf: (text) => text.toLowerCase(),
    sql: `select key as text, label as about from fields where scope = '${scope}' and ${between('key')}`,
  };
}

/** Behind every text that begins like it, in the order of bytes. */
const last = '\u{10ffff}';
/** Only accounts and contacts have readings to be forced. */
const referable: readonly Suggestible[] = ['account', 'contact'];

/**
 * What the beginning of a word may become: references of records, each as a command takes it. At most `limit`; of names that
 * several contacts have, none.
 */
export async function suggestions(
  deps: Deps,
  what: Suggestible,
  beginning: string,
  limit: number,
): Promise<Suggestion[]> {
  const { reading, value } = parseReference(beginning);
  const forced = referable.includes(what) && beginning !== value ? reading : undefined;
  const wanted = forced === undefined ? beginning : value;
  const found: Suggestion[] = [];
  for (const source of sources[what]) {
    if (forced !== undefined && source.reading !== forced) continue;
    // What is typed may end in the blank between two words.
    const from = source.keyOf(`${wanted}|`).slice(0, -1);
    const rows = await query<{ text: string; about: string | null }>(deps, source.sql, [
      from,
      `${from}${last}`,
      limit - found.length,
    ]);
    for (const { text, about } of rows) {
      const prefix = forced !== undefined || isMisread(what, text) ? `${source.reading}:` : '';
      found.push({ text: `${prefix}${text}`, about: about ?? '' });
    }
    if (found.length >= limit) break;
  }
  return once(found);
}

/** Digits alone would be an id, and a prefix would force another reading. */
const isMisread = (what: Suggestible, text: string): boolean =>
  referable.includes(what) && parseReference(text).reading !== undefined;

const once = (found: readonly Suggestion[]): Suggestion[] => {
  const times = new Map<string, number>();
  for (const { text } of found) times.set(text, (times.get(text) ?? 0) + 1);
  return found.filter(({ text }) => times.get(text) === 1);
};
