import { contactIdsByNameAlone } from '../../domain/contact/matching.ts';
import type { Deps } from '../../domain/deps.ts';
import { contactChange, isEmpty, type KnownContact } from './changes.ts';
import { type Called, knownContacts } from './known.ts';
import type { Match, MatchFacts } from './match.ts';

/**
 * Finds what rows about contacts alone stand for: the contact by key, then by e-mail; a row that has neither, by its full
 * name among the contacts that have neither. Each of those stands for one row, in the order of their numbers: two people
 * of the same name are two contacts. The rows must be one wave.
 */
export async function matchContacts(
  deps: Deps,
  rows: readonly Called[],
  facts: MatchFacts,
): Promise<Match[]> {
  const names = rows.flatMap((row) => (isSoughtByName(row) ? [row.draft.contactNameKey ?? ''] : []));
  const ids = await contactIdsByNameAlone(deps, [...new Set(names)]);
  const known = await knownContacts(deps, [...new Set([...ids.values()].flat())], facts.filled);
  return rows.map((row): Match => {
    const namesakes = isSoughtByName(row) ? (ids.get(row.draft.contactNameKey ?? '') ?? []) : [];
    const contact = row.contact ?? ownNamesake(row, namesakes, known, facts);
    return {
      draft: row.draft,
      about: 'contact',
      account: undefined,
      contact,
      link: undefined,
      accountIsSure: true,
      contactIsSure: row.contactBy === 'key',
      needsContactName: row.contact === undefined && names.length > 0,
    };
  });
}

const isSoughtByName = ({ contact, draft }: Called): boolean =>
  contact === undefined && draft.contactKey === undefined && draft.addressKey === undefined;

function ownNamesake(
  { draft }: Called,
  ids: readonly number[],
  known: ReadonlyMap<number, KnownContact>,
  facts: MatchFacts,
): KnownContact | undefined {
  const free = ids.flatMap((id) =>
    facts.isTaken(id) || facts.references.isOther(draft.contactRef, id) ? [] : (known.get(id) ?? []),
  );
  return free.find((contact) => isEmpty(contactChange(draft, contact, facts).changes)) ?? free[0];
}
