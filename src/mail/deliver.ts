import type { Configuration } from '../config.ts';
import { claimMail, settleMail, standings } from '../domain/mail/delivery.ts';
import type { ClaimedMail, Deliveries, Delivery, Handover, Outbox } from '../domain/mail/model.ts';
import { cancelledError } from '../errors.ts';
import type { Carrier } from './carriers/carrier.ts';
import { configuredCarrier } from './carriers/configured.ts';
import { composeMail } from './compose.ts';
import { withoutSecrets } from './secrets.ts';

/**
 * Delivers mails of the outbox, one after the other: each is claimed in one unit of work, handed over outside of any, and
 * what became of it stored in another. Where the server is not to be had at all, the others are left as they are. Throws
 * CANCELLED when it was interrupted between two mails.
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
  try {
    for (const id of carrier === undefined ? [] : ids) {
      if (carrier === undefined || halted !== null || signal.aborted) break;
      progress(`mail ${mails.size + 1} of ${ids.length}`);
      const claim = await write((deps) => claimMail(deps, runs, id));
      if ('delivery' in claim) {
        mails.set(id, claim.delivery);
        continue;
      }
      const { mail } = claim;
      const handover = await handOver(carrier, mail);
      mails.set(id, await write((deps) => settleMail(deps, runs, mail, handover)));
      if (handover.stop) halted = handover.reason;
    }
  } finally {
    carrier?.close();
  }
  const left = ids.filter((id) => !mails.has(id));
  if (signal.aborted && left.length > 0) throw interrupted(mails, left.length);
  for (const delivery of left.length === 0 ? [] : await read((deps) => standings(deps, runs, left))) {
    mails.set(delivery.id, { ...delivery, reason: halted ?? delivery.reason });
  }
  return { configured: carrier !== undefined, mails };
}

/** Writes the mail and hands it over; what is said about a failure holds none of the secrets that servers quote. */
async function handOver(carrier: Carrier, mail: ClaimedMail): Promise<Handover> {
  const token = mail.link === undefined ? '' : (new URL(mail.link).searchParams.get('token') ?? '');
  const handover = await carrier.hand(await composeMail(mail));
  return {
    ...handover,
    reason:
      handover.reason === null
        ? null
        : withoutSecrets(handover.reason, [...carrier.secrets, ...token.split('.'), token]),
  };
}

const interrupted = (mails: ReadonlyMap<number, Delivery>, left: number) => {
  const sent = [...mails.values()].filter(({ state }) => state === 'sent').length;
  return cancelledError(
    `interrupted while mails were sent: ${sent} of ${mails.size + left} are sent, ${left} wait in the outbox; ` +
      'everything else is saved',
  );
};
