import { type HeldColumns, HeldTexts, partsOf } from '../../db/held-texts.ts';
import { nameWithoutNumber } from '../account/rules.ts';
import { addressColumns } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { readTexts } from './repository.ts';

/** The columns by whose texts accounts and contacts are found (B3); a generated name finds the numbered ones, too. */
const held: readonly HeldColumns[] = [
  { columns: ['accounts.external_key'] },
  { columns: ['accounts.name_key'], others: (name) => [nameWithoutNumber(name)] },
  { columns: ['accounts.name_key without external_key'], others: (name) => [nameWithoutNumber(name)] },
  { columns: ['contacts.external_key'] },
  { columns: addressColumns, owner: 'contact_id' },
];

/** So many texts are read in a few milliseconds, which an import of a single row can bear, too. */
const fewTexts = 2_000;

/**
 * What a unit of work that makes a great many records need not ask for, since it is not there; nothing where others may write at the
 * same time, or where so much is there already that to read it would take long.
 */
export async function heldTexts(deps: Deps): Promise<HeldTexts | undefined> {
  if (deps.dialect.name !== 'sqlite') return undefined;
  const known = new HeldTexts(held);
  for (const { columns, owner = 'id' } of held) {
    for (const column of columns) {
      const texts = await readTexts(deps, { ...partsOf(column), owner, atMost: fewTexts + 1 });
      if (texts.length > fewTexts) return undefined;
      known.noteColumn(column, texts);
    }
  }
  return known;
}
