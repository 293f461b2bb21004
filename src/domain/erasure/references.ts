import { query, queryByIds } from '../../db/bulk.ts';
import { refusedError } from '../../errors.ts';
import { resolveContactIds } from '../contact/references.ts';
import type { Deps } from '../deps.ts';
import { parseReference, referencedId } from '../text/references.ts';

/**
 * Contacts that are to be erased, by reference; by their number also those that were deleted before, of whom the record of
 * changes still tells. Throws CONTACT_NOT_FOUND, CONTACT_AMBIGUOUS (exit 3), CONTACT_MERGED (exit 4) for one that is part
 * of another.
 */
export async function resolveErasable(deps: Deps, references: readonly string[]): Promise<number[]> {
  const gone = await goneContacts(
    deps,
    references.flatMap((text) => {
      const reference = parseReference(text);
      return reference.reading === 'id' ? (referencedId(reference) ?? []) : [];
    }),
  );
  const numberOf = (text: string): number | undefined => {
    const reference = parseReference(text);
    const id = reference.reading === 'id' ? referencedId(reference) : undefined;
    return id !== undefined && gone.has(id) ? id : undefined;
  };
  const there = await resolveContactIds(
    deps,
    references.filter((text) => numberOf(text) === undefined),
  );
  const ids = new Set(there);
  for (const text of references) {
    const id = numberOf(text);
    if (id !== undefined) ids.add(await last(deps, id));
  }
  return [...ids];
}

/** Those of the numbers that are in the record of changes alone. */
async function goneContacts(deps: Deps, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await queryByIds<{ id: number }>(
    deps,
    `select distinct e.record_id as id from audit_entries e where e.record = 'contact' and e.record_id in {ids}
       and not exists (select 1 from contacts c where c.id = e.record_id)`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The contact that one which was merged became part of, at last. */
async function last(deps: Deps, id: number): Promise<number> {
  const [row] = await query<{ keep: number; there: number | null; name: string | null }>(
    deps,
    `select e.contact_id as keep, c.id as there, c.display_name as name from audit_entries e
       left join contacts c on c.id = e.contact_id
     where e.record = 'contact' and e.record_id = ? and e.action = 'merged' order by e.id desc limit 1`,
    [id],
  );
  if (row === undefined) return id;
  if (row.there === null) return last(deps, row.keep);
  throw refusedError('CONTACT_MERGED', `Contact ${id} was merged into contact ${row.there} "${row.name}".`, {
    hint: `They are one person: kontor contact erase id:${row.there} erases both.`,
    details: { id, mergedInto: { id: row.there, name: row.name } },
  });
}
