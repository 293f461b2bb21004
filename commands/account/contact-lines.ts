import { notificationKinds, switchNames, unlinkedSource } from '../../src/domain/access/model.ts';
import type { LinkedContact } from '../../src/domain/link/model.ts';
import type { Block, Field, Pair, Tone } from '../../src/output/view.ts';

type Email = LinkedContact['emails'][number];

/**
 * A line of the contacts in an account's page: an e-mail with its switches, beside the first one the contact's name, and
 * below both what else is to be said. So the table fits where a column for each would cut the addresses.
 */
interface ContactLine {
  contact: string;
  isName: boolean;
  address: string;
  email: Email | undefined;
  login: string;
  notify: string;
  sync: string;
  status: string;
}

/** What stands below a name or an address goes on in a further line behind so many letters. */
const noteLetters = 20;

/** The contacts of an account as a table for people (C3, L1). */
export const contactTable = (contacts: readonly LinkedContact[]): Block => ({
  kind: 'table',
  title: 'Contacts',
  fields: lineFields,
  rows: contacts.flatMap(linesOf),
  records: contacts.flatMap(recordsOf),
  empty: 'No contacts.',
});

const switchTone =
  (name: 'login' | 'notify' | 'sync') =>
  (line: ContactLine): Tone | undefined =>
    line[name] === 'on' ? 'good' : 'muted';

const statusTones: Partial<Record<Email['status'], Tone>> = {
  active: 'good',
  expired: 'warning',
  off: 'muted',
};

const lineFields: Field<ContactLine>[] = [
  { key: 'contact', heading: 'Contact', tone: ({ isName }) => (isName ? undefined : 'muted') },
  { key: 'address', heading: 'E-mail', tone: ({ email }) => (email === undefined ? 'muted' : undefined) },
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
  const left = [
    contact.name,
    ...notes(description ?? ''),
    ...notes(signerRank === null ? '' : `signer ${signerRank}`),
  ];
  const right =
    emails.length === 0 ? [{ address: 'no e-mail', email: undefined }] : emails.flatMap(emailLines);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const { address = '', email } = right[index] ?? {};
    return {
      contact: left[index] ?? '',
      isName: index === 0,
      address,
      email,
      login: onOff(email?.login),
      notify: onOff(email?.notify),
      sync: onOff(email?.sync),
      status: email?.status ?? '',
    };
  });
}

/** The e-mails of one contact where there is no space for a table: what its lines say, each under a name of its own. */
function recordsOf({ contact, description, signerRank, emails }: LinkedContact): Pair[][] {
  const whose = [
    { label: 'Contact', value: contact.name },
    { label: 'Description', value: description ?? '' },
    { label: 'Signer', value: signerRank === null ? '' : String(signerRank) },
  ];
  const records: Pair[][] =
    emails.length === 0
      ? [[{ label: 'E-mail', value: 'no e-mail' }]]
      : emails.map((email) => [
          { label: 'E-mail', value: email.address },
          { label: 'Origin', value: originOf(email) },
          ...switchNames.map((name) => ({ label: switchLabels[name], value: onOff(email[name]) })),
          { label: 'Notified of', value: restrictedKinds(email) },
          { label: 'Status', value: email.status },
        ]);
  return records.map((record) => [...whose, ...record].filter(({ value }) => value !== ''));
}

const switchLabels = { login: 'Login', notify: 'Notify', sync: 'Sync' };

const onOff = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'on' : 'off');

/** An e-mail, and below it where it comes from, and what it is notified about when that is not everything. */
function emailLines(email: Email): Array<{ address: string; email: Email | undefined }> {
  const kinds = restrictedKinds(email);
  return [
    { address: email.address, email },
    ...[...notes(originOf(email)), ...notes(kinds === '' ? '' : `notified of ${kinds}`)].map((address) => ({
      address,
      email: undefined,
    })),
  ];
}

/** Where an e-mail comes from, unless it is the contact's own one. */
const originOf = ({ source }: Email): string =>
  source === 'primary' ? '' : source === unlinkedSource ? 'unlinked' : `from ${source}`;

/** What an e-mail is notified about, when that is not everything. */
const restrictedKinds = ({ notify, notifications }: Email): string =>
  !notify || notifications.length === notificationKinds.length ? '' : notifications.join(', ') || 'nothing';

/** A text in indented lines, broken between words. */
function notes(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const joined = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && joined.length <= noteLetters) lines.splice(-1, 1, joined);
    else lines.push(word);
  }
  return lines.map((line) => `  ${line}`);
}

/** What is on for the e-mails of a contact, a line for each that has something on. */
export const accessLine = ({ contact, emails }: LinkedContact): string[] =>
  emails.flatMap(({ address, status, ...email }) => {
    const on = switchNames.filter((name) => email[name]);
    return on.length === 0 ? [] : [`${contact.name} <${address}>: ${on.join(', ')} on; ${status}`];
  });
