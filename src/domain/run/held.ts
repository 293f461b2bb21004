import { query } from '../../db/bulk.ts';
import { type HeldColumn, type HeldColumns, HeldTexts } from '../../db/held-texts.ts';
import { nameWithoutNumber } from '../account/rules.ts';
import type { Deps } from '../deps.ts';

/** The columns by whose texts accounts and contacts are found (B3); a generated name finds the numbered ones, too. */
const held: readonly HeldColumns[] = [
  { columns: ['accounts.external_key'] },
  { columns: ['accounts.name_key'], others: (name) => [nameWithoutNumber(name)] },
  { columns: ['contacts.external_key'] },
  { columns: ['contact_emails.address_key', 'account_access.address_key'] },
];

/** So many records are read in less time than is saved. */
const fewRecords = 20_000;

/**
 * What a unit of work that makes a great many records need not ask for, since it is not there; nothing where others may write at the
 * same time, or where so much is there already that to read it would take long.
 */
export async function heldTexts(deps: Deps): Promise<HeldTexts | undefined> {
  if (deps.dialect.name !== 'sqlite') return undefined;
  const known = new HeldTexts(held);
  for (const column of held.flatMap(({ columns }) => columns)) {
    const texts = await textsOf(deps, column);
    if (texts === undefined) return undefined;
    const [table = '', name = ''] = column.split('.');
    known.note(table, [name], texts, ['text']);
  }
  return known;
}

/** The texts of a column; undefined when there are too many. */
async function textsOf(deps: Deps, column: HeldColumn): Promise<Array<{ text: string }> | undefined> {
  const [table, name] = column.split('.');
  const texts = await query<{ text: string }>(
    deps,
    `select ${name} as text from ${table} where ${name} is not null limit ${fewRecords + 1}`,
  );
  return texts.length > fewRecords ? undefined : texts;
}
