import { notificationKinds, switchNames, unlinkedSource } from '../../src/domain/access/model.ts';
import type { LinkedContact } from '../../src/domain/link/model.ts';
import type { Block, Field, Tone } from '../../src/output/view.ts';

type Email = LinkedContact['emails'][number];

/**
 * A line of the contacts in an account's page: an e-mail with its switches; beside the first the contact's name, and below
 * the name its description. So the table fits where each in a column of its own would cut the addresses.
 */
interface ContactLine {
  contact: string;
  isName: boolean;
  signer: string;
  address: string;
  email: Email | undefined;
  login: string;
  notify: string;
  sync: string;
  status: string;
}

/** The contacts of an account as a table for people (C3, L1). */
export function contactTable(contacts: readonly LinkedContact[]): Block {
  const isRanked = contacts.some(({ signerRank }) => signerRank !== null);
  return {
    kind: 'table',
    title: 'Contacts',
    fields: isRanked ? [...nameFields, signerField, ...accessFields] : [...nameFields, ...accessFields],
    rows: contacts.flatMap(linesOf),
    empty: 'No contacts.',
  };
}

const switchTone =
  (name: 'login' | 'notify' | 'sync') =>
  (line: ContactLine): Tone | undefined =>
    line[name] === 'on' ? 'good' : 'muted';

const statusTones: Partial<Record<Email['status'], Tone>> = {
  active: 'good',
  expired: 'warning',
  off: 'muted',
};

const nameFields: Field<ContactLine>[] = [
  { key: 'contact', heading: 'Contact', tone: ({ isName }) => (isName ? undefined : 'muted') },
];

const signerField: Field<ContactLine> = { key: 'signer', heading: 'Signer', align: 'right' };

const accessFields: Field<ContactLine>[] = [
  {
    key: 'address',
    heading: 'E-mail',
    tone: ({ email }) =>
      email === undefined ? 'muted' : email.source === unlinkedSource ? 'warning' : undefined,
  },
  { key: 'login', heading: 'Login', whole: true, tone: switchTone('login') },
  { key: 'notify', heading: 'Notify', whole: true, tone: switchTone('notify') },
  { key: 'sync', heading: 'Sync', whole: true, tone: switchTone('sync') },
  {
    key: 'status',
    heading: 'Status',
    whole: true,
    tone: ({ email }) => (email === undefined ? undefined : statusTones[email.status]),
  },
];

/** The lines of one contact: what is said about it on the left, its e-mails on the right. */
function linesOf({ contact, description, signerRank, emails }: LinkedContact): ContactLine[] {
  const left = [contact.name, ...(description === null ? [] : [`  ${description}`])];
  const right =
    emails.length === 0 ? [{ address: 'no e-mail', email: undefined }] : emails.flatMap(emailLines);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const { address = '', email } = right[index] ?? {};
    return {
      contact: left[index] ?? '',
      isName: index === 0,
      signer: index === 0 && signerRank !== null ? String(signerRank) : '',
      address,
      email,
      login: onOff(email?.login),
      notify: onOff(email?.notify),
      sync: onOff(email?.sync),
      status: email?.status ?? '',
    };
  });
}

const onOff = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'on' : 'off');

/** An e-mail with where it comes from, and below it what it is notified about when that is not everything. */
function emailLines(email: Email): Array<{ address: string; email: Email | undefined }> {
  const { address, source, notify, notifications } = email;
  const some = notify && notifications.length < notificationKinds.length;
  return [
    { address: source === 'primary' ? address : `${address} (${source})`, email },
    ...(some
      ? [{ address: `  notified of ${notifications.join(', ') || 'nothing'}`, email: undefined }]
      : []),
  ];
}

/** What is on for the e-mails of a contact, a line for each that has something on. */
export const accessLine = ({ contact, emails }: LinkedContact): string[] =>
  emails.flatMap(({ address, status, ...email }) => {
    const on = switchNames.filter((name) => email[name]);
    return on.length === 0 ? [] : [`${contact.name} <${address}>: ${on.join(', ')} on; ${status}`];
  });
