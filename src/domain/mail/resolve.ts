import { updateRecords } from '../../db/table.ts';
import { refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { MailState, Runs } from './model.ts';
import { readMails } from './pick.ts';
import { mailTable } from './repository.ts';
import { trueState } from './rules.ts';

/** A mail that somebody has looked after. */
export interface Resolved {
  outcome: 'updated';
  id: number;
  recipient: string;
  state: MailState;
}

/**
 * Says of mails that are uncertain or failed what is true: that they arrived, or that they are to be sent again. Throws
 * MAIL_NOT_FOUND (exit 3), and NOTHING_TO_RESOLVE (exit 4) for a mail whose state is known.
 */
export async function resolveMails(
  deps: Deps,
  runs: Runs,
  ids: readonly number[],
  as: 'sent' | 'queued',
): Promise<Resolved[]> {
  const now = timestamp(deps);
  const rows = await readMails(deps, [...new Set(ids)], { lock: true });
  const changes = rows.map((row) => {
    const state = trueState(row, now, runs);
    if (state !== 'uncertain' && state !== 'failed') {
      throw refusedError('NOTHING_TO_RESOLVE', `Mail ${row.id} is ${state}: there is nothing to resolve.`, {
        hint:
          state === 'queued' || state === 'deferred'
            ? `kontor mail send ${row.id} --now`
            : 'Only mails that are uncertain or failed can be resolved: kontor mail list --state uncertain',
      });
    }
    return { row, from: state };
  });
  await updateRecords(
    deps,
    mailTable,
    changes.map(({ row }) => ({
      ...row,
      state: as,
      dueAt: now,
      deferredSince: null,
      endedAt: as === 'sent' ? now : null,
      error: null,
      claimedBy: null,
      claimedUntil: null,
    })),
  );
  await recordChanges(
    deps,
    changes.map(({ row, from }) => ({
      record: 'mail',
      recordId: row.id,
      label: `${row.kind} to ${row.recipient}`,
      action: 'updated',
      changes: { state: [from, as] },
    })),
  );
  return rows.map(({ id, recipient }) => ({ outcome: 'updated', id, recipient, state: as }));
}
