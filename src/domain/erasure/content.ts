import { queryByIds } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { deleteDocuments } from '../document/operations.ts';
import type { OwnEntries } from './history.ts';
import { erasedText } from './model.ts';
import { blackOut, type TextColumn } from './repository.ts';
import type { Traces } from './traces.ts';

/** Texts of activity, and what of a record they are. */
export const activityTexts: readonly TextColumn[] = [
  { table: 'documents', column: 'name', id: 'id', record: 'document' },
  { table: 'threads', column: 'subject', id: 'id', record: 'thread' },
  { table: 'messages', column: 'body', id: 'id', record: 'message' },
  { table: 'approvals', column: 'comment', id: 'id', record: 'approval' },
  { table: 'signature_signers', column: 'reason', id: 'request_id', record: 'signature' },
  { table: 'notes', column: 'body', id: 'id', record: 'note' },
];

/** What people wrote and uploaded, gone. */
export interface ErasedContent extends Pick<OwnEntries, 'records' | 'threads'> {
  documents: number;
  texts: number;
}

/** Nothing of it. */
export const keptContent = (): ErasedContent => ({
  documents: 0,
  texts: 0,
  records: new Map(),
  threads: new Set(),
});

/** Empties what contacts wrote, and deletes the documents that they uploaded. Called while the contacts are there. */
export async function eraseContent(deps: Deps, contactIds: readonly number[]): Promise<ErasedContent> {
  const documents = await idsOf(deps, 'select id from documents where contact_id in {ids}', contactIds);
  if (documents.length > 0) await deleteDocuments(deps, documents);
  // Whoever writes the first message of a thread says what it is about.
  const threads = await idsOf(
    deps,
    `update threads set subject = '${erasedText}' where id in (
       select m.thread_id from messages m where m.contact_id in {ids} and not exists (
         select 1 from messages f where f.thread_id = m.thread_id and (f.at, f.id) < (m.at, m.id)))
     returning id`,
    contactIds,
  );
  const messages = await idsOf(
    deps,
    `update messages set body = '${erasedText}' where contact_id in {ids} returning id`,
    contactIds,
  );
  const approvals = await idsOf(
    deps,
    `update approvals set comment = '${erasedText}' where contact_id in {ids} and comment is not null returning id`,
    contactIds,
  );
  const signatures = await idsOf(
    deps,
    `update signature_signers set reason = '${erasedText}' where contact_id in {ids} and reason is not null
     returning request_id as id`,
    contactIds,
  );
  return {
    documents: documents.length,
    texts: threads.length + messages.length + approvals.length + signatures.length,
    records: new Map([
      ['document', new Set(documents)],
      ['approval', new Set(approvals)],
      ['signature', new Set(signatures)],
    ]),
    threads: new Set(threads),
  };
}

/** Takes people out of what others wrote; returns how many texts were changed. */
export async function blackOutContent(deps: Deps, traces: Traces): Promise<number> {
  let changed = 0;
  for (const column of activityTexts) changed += await blackOut(deps, column, traces);
  return changed;
}

const idsOf = async (deps: Deps, sql: string, contactIds: readonly number[]): Promise<number[]> =>
  (await queryByIds<{ id: number }>(deps, sql, contactIds)).map(({ id }) => id);
