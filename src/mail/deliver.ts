import type { Configuration } from '../config.ts';
import { claimMail, settleMail, standings } from '../domain/mail/delivery.ts';
import type { ClaimedMail, Deliveries, Delivery, Handover, MailState, Outbox } from '../domain/mail/model.ts';
import { cancelledError } from '../errors.ts';
import type { Carrier } from './carriers/carrier.ts';
import { configuredCarrier } from './carriers/configured.ts';
import { composeMail } from './compose.ts';
import { withoutSecrets } from './secrets.ts';

/** How long the mail that is on its way may still take when the run is to stop, in milliseconds. */
const grace = 3000;

/**
 * Delivers mails of the outbox, one after the other: each is claimed in one unit of work, handed over outside of any, and
 * what became of it stored in another. Where the server is not to be had at all, the others are left as they are. At a
 * request to stop the current mail has a short grace; then CANCELLED is thrown, unless all were done by then.
 */
export async function deliverMails(
  configuration: Configuration,
  outbox: Outbox,
  ids: readonly number[],
): Promise<Deliveries> {
  const { read, write, runs, signal, progress } = outbox;
  const mails = new Map<number, Delivery>();
  const carrier = await configuredCarrier(configuration);
  let halted: string | null = null;
  const ahead = { unit: 'mails', total: ids.length };
  const stopping = graceAfter(signal, () =>
    progress({ ...ahead, done: mails.size, note: 'stopping after this mail' }),
  );
  try {
    for (const id of carrier === undefined ? [] : ids) {
      if (carrier === undefined || halted !== null || signal.aborted) break;
      progress({ ...ahead, done: mails.size });
      const claim = await write((deps) => claimMail(deps, runs, id));
      if ('delivery' in claim) {
        mails.set(id, claim.delivery);
        continue;
      }
      const { mail } = claim;
      const handover = await handOver(carrier, mail, stopping.giveUp);
      mails.set(id, await write((deps) => settleMail(deps, runs, mail, handover)));
      if (handover.stop) halted = handover.reason;
    }
  } finally {
    stopping.forget();
    carrier?.close();
  }
  const left = ids.filter((id) => !mails.has(id));
  if (stopping.giveUp.aborted || (signal.aborted && left.length > 0)) throw interrupted(mails, left.length);
  for (const delivery of left.length === 0 ? [] : await read((deps) => standings(deps, runs, left))) {
    mails.set(delivery.id, { ...delivery, reason: halted ?? delivery.reason });
  }
  return { configured: carrier !== undefined, mails };
}

/** The end of the grace after a request to stop. */
function graceAfter(signal: AbortSignal, say: () => void) {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    say();
    timer = setTimeout(() => end.abort(), grace);
  };
  signal.addEventListener('abort', begin, { once: true });
  return {
    giveUp: end.signal,
    forget: () => {
      signal.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}

/** Writes the mail and hands it over; what is said about a failure holds none of the secrets that servers quote. */
async function handOver(carrier: Carrier, mail: ClaimedMail, giveUp: AbortSignal): Promise<Handover> {
  const token = mail.link === undefined ? '' : (new URL(mail.link).searchParams.get('token') ?? '');
  const handover = await carrier.hand(await composeMail(mail), giveUp);
  return {
    ...handover,
    reason:
      handover.reason === null
        ? null
        : withoutSecrets(handover.reason, [...carrier.secrets, ...token.split('.'), token]),
  };
}

/** What was done, for who stopped it. */
function interrupted(mails: ReadonlyMap<number, Delivery>, left: number) {
  const all = [...mails.values()];
  const having = (...states: MailState[]) => all.filter(({ state }) => states.includes(state));
  const uncertain = having('uncertain');
  const failed = having('failed').length;
  const waiting = having('queued', 'deferred').length + left;
  const [first] = uncertain;
  const parts = [
    `${having('sent').length} of ${all.length + left} are sent`,
    ...uncertain.map(({ id, recipient, reason }) => `mail ${id} to ${recipient} is uncertain (${reason})`),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(waiting === 0 ? [] : [`${waiting} ${waiting === 1 ? 'waits' : 'wait'} in the outbox`]),
  ];
  return cancelledError(
    `interrupted while mails were sent: ${parts.join(', ')}; everything else is saved`,
    first && {
      hint: `Nobody knows whether it arrived: kontor mail resolve ${first.id} --sent or --again.`,
      details: { uncertain: uncertain.map(({ id }) => id) },
    },
  );
}
