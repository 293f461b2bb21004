import type { ClaimedMail } from '../domain/mail/model.ts';
import type { WrittenMail } from './carriers/carrier.ts';
import { writeLetter } from './templates.ts';

/** Writes a claimed mail as it travels: headers, text and HTML. The library for it is loaded only here. */
export async function composeMail(mail: ClaimedMail): Promise<WrittenMail> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { id, attempt, claimedAt, recipient, sender, facts } = mail;
  const { subject, text, html } = writeLetter(mail);
  const message = new MailComposer({
    from: sender,
    to: { name: facts.name ?? '', address: recipient },
    subject,
    text,
    html,
    date: new Date(claimedAt),
    messageId: `<${mail.messageId}@${sender.address.split('@').at(-1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: 'windows',
    // What a mail says is never taken for the name of a file or page to be put into it.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from, to } = message.getEnvelope();
  return {
    id,
    attempt,
    at: claimedAt,
    envelope: { from: from === false ? '' : from, to },
    raw: await message.build(),
  };
}
