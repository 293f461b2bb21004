import { query } from '../../db/bulk.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { erasedText } from '../erasure/model.ts';
import { madeBy } from './created.ts';
import type { ChangeEntry } from './rules.ts';

const pageRows = 1_000;

/** What was erased from an entry cannot be brought back. */
const unerased = (changes: Changes): Changes =>
  Object.fromEntries(
    Object.entries(changes).filter(([, [from]]) => !(JSON.stringify(from) ?? '').includes(erasedText)),
  );

/**
 * The entries of a run, up to a last one, about accounts, contacts, links and access that were there before it, newest
 * first and in pages: what it did to those that it made goes with them.
 */
export async function* pagesOfChanges(
  deps: Deps,
  run: number,
  lastEntry: number,
): AsyncGenerator<ChangeEntry[]> {
  for (let before = lastEntry + 1; ; ) {
    const rows = await query<Omit<ChangeEntry, 'changes'> & { changes: string }>(
      deps,
      `select e.id, e.record, e.record_id as "recordId", e.contact_id as "contactId", e.label, e.action, e.changes
       from audit_entries e
       where e.run = ? and e.id < ?
         and (e.record in ('account', 'contact') and e.action <> 'created' or e.record = 'access'
           or e.record = 'link' and e.action = 'updated')
         and not (e.record <> 'contact' and ${madeBy([run], 'account', 'e.record_id', 'a')})
         and not (e.record = 'contact' and ${madeBy([run], 'contact', 'e.record_id', 'c')})
         and not (e.record in ('link', 'access') and (${madeBy([run], 'contact', 'e.contact_id', 'k')}
           or exists (select 1 from audit_entries l where l.record = 'link' and l.record_id = e.record_id
             and l.contact_id = e.contact_id and +l.run = ${run} and l.action = 'created')))
       order by e.id desc limit ${pageRows}`,
      [run, before],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    before = Number(last.id);
    yield rows.map((row) => ({
      ...row,
      id: Number(row.id),
      changes: unerased(JSON.parse(row.changes) as Changes),
    }));
  }
}
