import type { Deliveries, Delivery } from '../domain/mail/model.ts';
import { KontorError } from '../errors.ts';
import type { ReportLine } from '../output/view.ts';

/** More addresses than that are counted, not named. */
const fewAddresses = 3;

/** The mails that were to go out and did not. */
export const undelivered = ({ configured, mails }: Deliveries): Delivery[] =>
  configured ? [...mails.values()].filter(({ state }) => state !== 'sent' && state !== 'cancelled') : [];

/** What people are told about the mails that a command put into the outbox. */
export function mailReport({ configured, mails }: Deliveries): ReportLine[] {
  if (mails.size === 0) return [];
  if (!configured) {
    const wait = mails.size === 1 ? '1 mail waits' : `${mails.size} mails wait`;
    return [
      {
        tone: 'note',
        text:
          `${wait} in the outbox: no mail server is set up (KONTOR_SMTP_URL or KONTOR_MAIL_FOLDER); ` +
          'kontor mail send delivers them later',
      },
    ];
  }
  const all = [...mails.values()];
  const sent = all.filter(({ state }) => state === 'sent');
  const cancelled = all.filter(({ state }) => state === 'cancelled');
  return [
    ...(sent.length === 0 ? [] : [{ tone: 'done' as const, text: sentLine(sent) }]),
    ...cancelled.map(({ recipient, reason }) => ({
      tone: 'note' as const,
      text: `the mail to ${recipient} was not sent: ${reason}`,
    })),
  ];
}

/** The error that stands for mails which did not go out; a command that has one has saved everything (exit 7). */
export function mailFailure(deliveries: Deliveries): KontorError | undefined {
  const open = undelivered(deliveries);
  const [first] = open;
  if (first === undefined) return undefined;
  const reasons = [...new Set(open.map(({ reason }) => reason ?? 'another program is sending it'))];
  const ended = open.filter(({ state }) => state === 'failed' || state === 'uncertain');
  return new KontorError(
    'mail',
    'MAIL_NOT_DELIVERED',
    `Everything is saved, but ${mailsTo(open)} could not be delivered: ${reasons.slice(0, fewAddresses).join('; ')}.`,
    {
      hint: hintFor(open, ended),
      details: {
        mails: open.map(({ id, recipient, state, reason }) => ({ id, recipient, state, reason })),
      },
    },
  );
}

/** Mails that ended are looked after one by one; the others wait. */
function hintFor(open: readonly Delivery[], ended: readonly Delivery[]): string {
  const [first] = ended;
  const waiting = 'The outbox keeps them: kontor mail send tries again, kontor mail list shows them.';
  if (first === undefined) return waiting;
  const resolve = `Look at kontor mail show ${first.id}, then kontor mail resolve ${first.id} --sent or --again.`;
  return open.length > ended.length ? `${resolve} ${waiting}` : resolve;
}

const sentLine = (sent: readonly Delivery[]): string =>
  sent.length > fewAddresses
    ? `${sent.length} mails sent`
    : `mail sent to ${sent.map(({ recipient }) => recipient).join(', ')}`;

/** `the mail to a@b.example`, `the mails to a@b.example, c@d.example`, `12 mails`. */
function mailsTo(mails: readonly Delivery[]): string {
  if (mails.length > fewAddresses) return `${mails.length} mails`;
  return `${mails.length === 1 ? 'the mail' : 'the mails'} to ${mails.map(({ recipient }) => recipient).join(', ')}`;
}
