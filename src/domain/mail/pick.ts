import { query } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import { notFoundError, refusedError } from '../../errors.ts';
import { type Deps, timestamp } from '../deps.ts';
import { endStaleClaims } from './delivery.ts';
import type { Runs } from './model.ts';
import { type MailRow, mailTable } from './repository.ts';

/** What `mail send` is to deliver: the named mails, else all that wait. */
export interface Wanted {
  ids: readonly number[];
  /** Also those whose next try is not due yet. */
  now: boolean;
}

/** A mail that is to be sent, or that is left alone and why. */
export interface Pick {
  mail: MailRow;
  send: boolean;
  reason: string | null;
}

/**
 * Picks the mails to deliver, oldest first, and makes those uncertain whose sender ended in the midst of it. Throws
 * MAIL_NOT_FOUND (exit 3), and MAIL_ENDED (exit 4) for a named one that only `mail resolve` may bring back.
 */
export async function pickMails(deps: Deps, runs: Runs, { ids, now }: Wanted): Promise<Pick[]> {
  await endStaleClaims(deps, runs);
  const time = timestamp(deps);
  const rows = ids.length === 0 ? await waiting(deps) : await named(deps, ids);
  return rows.map((mail) => pick(mail, now ? undefined : time)).filter(({ send }) => send || ids.length > 0);
}

const waiting = (deps: Deps): Promise<MailRow[]> =>
  query<MailRow>(
    deps,
    `select ${mailTable.select()} from mails where state in ('queued', 'deferred') order by id`,
  );

async function named(deps: Deps, ids: readonly number[]): Promise<MailRow[]> {
  const wanted = [...new Set(ids)].sort((a, b) => a - b);
  const rows = await readMails(deps, wanted);
  for (const { id, state } of rows) {
    if (state === 'uncertain' || state === 'failed' || state === 'cancelled') {
      throw refusedError('MAIL_ENDED', `Mail ${id} is ${state} and is not sent again unasked.`, {
        hint:
          state === 'cancelled'
            ? 'Its link is dead; send a new one: kontor invite resend, kontor reset-password.'
            : `To send it again, at the risk that it arrives twice: kontor mail resolve ${id} --again`,
      });
    }
  }
  return rows;
}

/** Mails by id, all of them. Throws MAIL_NOT_FOUND (exit 3). */
export async function readMails(
  deps: Deps,
  ids: readonly number[],
  { lock = false }: { lock?: boolean } = {},
): Promise<MailRow[]> {
  const found = await readRecords<MailRow>(deps, mailTable, ids, { lock });
  return ids.map((id) => {
    const row = found.get(id);
    if (row !== undefined) return row;
    throw notFoundError('MAIL_NOT_FOUND', `There is no mail ${id}.`, { hint: 'kontor mail list' });
  });
}

/** Whether a mail is sent now; `time` is left out where its time does not matter. */
function pick(mail: MailRow, time: string | undefined): Pick {
  const { state, dueAt } = mail;
  if (state === 'queued') return { mail, send: true, reason: null };
  if (state === 'deferred' && (time === undefined || dueAt <= time))
    return { mail, send: true, reason: null };
  const reason =
    state === 'sent'
      ? null
      : state === 'sending'
        ? 'another program is sending it'
        : `not before ${dueAt}; --now sends it at once`;
  return { mail, send: false, reason };
}
