import { chunksOf, insertStaged, isUniform } from '../../db/bulk.ts';
import type { Dialect, StagedType } from '../../db/dialect/dialect.ts';
import { type Deps, timestamp } from '../deps.ts';
import { NewDigest } from './digest.ts';
import type { AuditEntryInput, Changes } from './schema.ts';
import { newSecret } from './secret.ts';

/** The columns in which entries of a set differ. */
const columns: Readonly<Record<string, StagedType>> = {
  id: 'integer',
  record: 'text',
  record_id: 'integer',
  contact_id: 'integer',
  label: 'text',
  action: 'text',
  changes: 'json',
};

/**
 * Writes the entries of what the running operation changed, in its transaction (H1): neither exists without the
 * other. Every operation that writes ends here. They are a set, which is sealed at the end of the unit of work.
 */
export async function recordChanges(deps: Deps, entries: readonly AuditEntryInput[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor, command, run = null, dialect, unsealed } = deps;
  const at = timestamp(deps);
  const ids = await entryIds(deps, entries.length);
  const seal = ids[0] as number;
  const secret = newSecret(deps);
  const digest = new NewDigest(secret, { at, actor, command, run });
  let done = 0;
  for (const chunk of chunksOf(entries)) {
    const cells = cellsOf(chunk, ids, done);
    const json = Buffer.from(JSON.stringify(cells));
    digest.add(json);
    await insertStaged(deps, 'audit_entries', columns, stagedOf(dialect, cells, json), {
      at: ['text', at],
      actor: ['text', actor],
      command: ['text', command],
      run: ['integer', run],
      seal: ['integer', seal],
      ...(isUniform(chunk, 'record') ? { record: ['text', chunk[0]?.record ?? null] } : {}),
      ...(isUniform(chunk, 'action') ? { action: ['text', chunk[0]?.action ?? null] } : {}),
      ...(isUniform(chunk, 'contactId') ? { contact_id: ['integer', chunk[0]?.contactId ?? null] } : {}),
    });
    done += chunk.length;
  }
  unsealed.sets.push({
    seal,
    entries: ids.length,
    lastEntry: ids.at(-1) as number,
    secret,
    digest: digest.end(),
    replaces: false,
  });
}

type EntryCells = [
  id: number,
  record: string,
  recordId: number | null,
  contactId: number | null,
  label: string,
  action: string,
  changes: Changes,
];

/** The cells of entries, of which the first has the id at `from`. */
function cellsOf(entries: readonly AuditEntryInput[], ids: readonly number[], from: number): EntryCells[] {
  const cells: EntryCells[] = [];
  let place = from;
  for (const { record, recordId, contactId, label, action, changes } of entries) {
    cells.push([ids[place] as number, record, recordId, contactId ?? null, label, action, changes]);
    place += 1;
  }
  return cells;
}

/** What was hashed is what is inserted, where the database gives the text of changes back letter by letter. */
const stagedOf = (dialect: Dialect, cells: readonly EntryCells[], json: Buffer): string | Buffer =>
  dialect.name === 'sqlite'
    ? json
    : JSON.stringify(cells.map((row: unknown[]) => row.with(-1, dialect.stagedJson(row[6] as Changes))));

/** Ids for new entries, ascending. SQLite's only writer asks once for its unit of work, and counts on. */
async function entryIds({ dialect, trx, unsealed }: Deps, count: number): Promise<number[]> {
  if (dialect.name !== 'sqlite') return dialect.reserveIds(trx, 'audit_entries', count);
  if (unsealed.nextEntry === undefined) {
    const [next] = await dialect.reserveIds(trx, 'audit_entries', 1);
    unsealed.nextEntry ??= next ?? 1;
  }
  const first = unsealed.nextEntry;
  unsealed.nextEntry += count;
  return Array.from({ length: count }, (_, offset) => first + offset);
}
