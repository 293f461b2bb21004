import { updateRows } from '../../db/bulk.ts';
import { isJson } from '../audit/digest.ts';
import type { StoredEntry } from '../audit/model.ts';
import { allEntries } from '../audit/pages.ts';
import type { Changes } from '../audit/schema.ts';
import { resealed, soundSets } from '../audit/seal.ts';
import type { Deps } from '../deps.ts';
import type { OnProgress } from '../progress.ts';
import { addressKey } from '../text/comparison.ts';
import { erasedName, erasedText } from './model.ts';
import { type Traces, withTexts } from './traces.ts';

/** Which entries of the record of changes are about somebody as a whole. */
export interface OwnEntries {
  contacts: ReadonlySet<number>;
  /** Addresses that nobody else has, as they are compared. */
  addresses: ReadonlySet<string>;
  /** Records of activity of which nothing is to be left, by what entries call them. */
  records: ReadonlyMap<string, ReadonlySet<number>>;
  /** Threads whose messages are not to tell their subject. */
  threads: ReadonlySet<number>;
}

/** What of an entry is written anew. */
type Blacked = Pick<StoredEntry, 'id' | 'actor' | 'label' | 'changes'>;

/** What erasing came to in the record of changes. */
export interface ErasedHistory {
  /** Entries that were changed. */
  entries: number;
  /** Sets that were no more what was sealed before anything was erased in them. */
  unsound: number;
}

/**
 * Takes people out of the record of changes, and seals its sets anew: of entries about them, their links and their access all
 * values go, out of all others what names them. What happened, when, by whom and to which number stays. A set that somebody
 * had tampered with gets no new seal: that is found as before.
 */
export async function eraseHistory(
  deps: Deps,
  own: OwnEntries,
  traces: Traces,
  progress: OnProgress,
): Promise<ErasedHistory> {
  const seals = new Set<number>();
  const changed: Blacked[] = [];
  let done = 0;
  for await (const { entries } of allEntries(deps)) {
    for (const entry of entries) {
      const after = isOwn(entry, own) ? emptied(entry, traces) : blacked(entry, own, traces);
      if (after.label === entry.label && after.changes === entry.changes && after.actor === entry.actor)
        continue;
      changed.push(after);
      if (entry.seal !== null) seals.add(entry.seal);
    }
    done += entries.length;
    progress({ unit: 'entries', done });
  }
  const sound = await soundSets(deps, [...seals]);
  await updateRows(
    deps,
    'audit_entries',
    { id: 'integer', actor: 'text', label: 'text', changes: 'text' },
    changed.map(({ id, actor, label, changes }) => [id, actor, label, changes]),
  );
  await resealed(deps, sound);
  return { entries: changed.length, unsound: seals.size - sound.length };
}

/** Entries of a portal user, and some of invitations, name the address alone. */
const ofAddresses: ReadonlySet<string> = new Set(['portal-user', 'invitation']);

const isOwn = (
  { record, recordId, contactId, label }: StoredEntry,
  { contacts, addresses, records }: OwnEntries,
): boolean =>
  (record === 'contact' && recordId !== null && contacts.has(recordId)) ||
  (contactId !== null && contacts.has(contactId)) ||
  (ofAddresses.has(record) && label !== null && addresses.has(addressKey(label))) ||
  (recordId !== null && (records.get(record)?.has(recordId) ?? false));

/** An entry about somebody: which fields changed stays, what they said does not. */
function emptied(entry: StoredEntry, traces: Traces): Blacked {
  const stored = changesOf(entry);
  const changes = Object.fromEntries(
    Object.entries(typeof stored === 'string' ? {} : stored).map(([field, values]) => [
      traces.blackedOut(field),
      values.map((value) => emptyValue(field, value)),
    ]),
  );
  return {
    id: entry.id,
    actor: traces.blackedOut(entry.actor),
    label: entry.label === null ? null : erasedName,
    changes: JSON.stringify(changes),
  };
}

/** A switch or a count tells nothing; in a field of the firm's own any value may. */
const emptyValue = (field: string, value: unknown): unknown =>
  value === null || (typeof value !== 'string' && typeof value !== 'object' && !field.startsWith('fields.'))
    ? value
    : erasedText;

function blacked(entry: StoredEntry, { threads }: OwnEntries, traces: Traces): Blacked {
  const { blackedOut } = traces;
  const changes = changesOf(entry);
  const after = withTexts(changes, blackedOut);
  const thread = typeof changes === 'string' ? undefined : changes.thread?.[1];
  const isOfThread = entry.record === 'message' && threads.has(Number(thread));
  return {
    id: entry.id,
    actor: blackedOut(entry.actor),
    label: entry.label === null ? null : isOfThread ? erasedText : blackedOut(entry.label),
    changes: after === changes ? entry.changes : typeof after === 'string' ? after : JSON.stringify(after),
  };
}

/** What was tampered with may be no JSON any more: then it is a text like any other. */
const changesOf = ({ changes }: StoredEntry): Changes | string =>
  isJson(changes) ? (JSON.parse(changes) as Changes) : changes;
