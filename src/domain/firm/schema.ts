import * as z from 'zod';
import { isEmailAddress, isPrintable, nameText } from '../text/checks.ts';

export const nameFormats = ['first-last', 'last-first'] as const;
export type NameFormat = (typeof nameFormats)[number];

/** The settings of the one firm that owns the database. */
export interface Firm {
  firmName: string;
  nameFormat: NameFormat;
  /** The address of the client portal, to which links lead; empty when it is not known yet. */
  portalAddress: string;
  /** Who mails come from, as in `Weiß & Partner <office@weiss.example>`; empty when it is not set. */
  sender: string;
  /** For how many days an invitation works (I2). */
  invitationDays: number;
  /** For how many hours a password reset works (I4). */
  resetHours: number;
  /** The country whose phone numbers may be written without +49 or the like (ISO 3166); empty for none. */
  country: string;
  /** How large a document may be, in megabytes (of 1,048,576 bytes). */
  documentLimit: number;
}

interface FirmSetting {
  key: string;
  field: keyof Firm;
  summary: string;
  default: string;
  /** Made when a value is to be checked: most runs need no more than the defaults. */
  check: () => z.ZodType<string>;
}

/** Links with secrets in them go nowhere in the clear, except to a portal that is being tried out on this machine. */
const isPortalAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username === '' && password === '';
};

/** `name@domain.example`, or a name with the address in angle brackets. */
const isMailbox = (text: string): boolean =>
  isPrintable(text) && isEmailAddress(/^[^<>]*<([^<>]*)>$/.exec(text)?.[1]?.trim() ?? text);

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most,
      `must be a whole number from ${least} to ${most}`,
    );

/** Each setting: its key for `config`, what it means, its default, and what it may be. */
export const firmSettings: readonly FirmSetting[] = [
  {
    key: 'firm-name',
    field: 'firmName',
    summary: "the firm's name",
    default: 'My firm',
    check: () => nameText('the firm name', 200),
  },
  {
    key: 'name-format',
    field: 'nameFormat',
    summary:
      'how the names of people are put together: first-last ("Erika Müller") or last-first ("Müller, Erika")',
    default: 'first-last',
    check: () => z.enum(nameFormats, 'must be first-last or last-first'),
  },
  {
    key: 'portal-address',
    field: 'portalAddress',
    summary: 'address of the client portal, to which the links in mails lead',
    default: '',
    check: () =>
      z
        .string()
        .refine(
          (text) => text.trim() === '' || isPortalAddress(text.trim()),
          'must be an https:// address, without user name and password (http:// only on this machine)',
        ),
  },
  {
    key: 'sender',
    field: 'sender',
    summary: 'who mails come from, as in "Weiß & Partner <office@weiss.example>"',
    default: '',
    check: () =>
      z
        .string()
        .refine(
          (text) => text.trim() === '' || isMailbox(text.trim()),
          'must be an e-mail address, or a name and an address: Weiß & Partner <office@weiss.example>',
        ),
  },
  {
    key: 'invitation-days',
    field: 'invitationDays',
    summary: 'for how many days an invitation works',
    default: '7',
    check: () => wholeNumber(1, 90),
  },
  {
    key: 'reset-hours',
    field: 'resetHours',
    summary: 'for how many hours a password reset works',
    default: '24',
    check: () => wholeNumber(1, 168),
  },
  {
    key: 'country',
    field: 'country',
    summary: 'country whose phone numbers may be written without the international prefix, as in DE',
    default: '',
    check: () =>
      z.string().refine((text) => /^([A-Z]{2})?$/.test(text.trim()), 'must be two capital letters, as in DE'),
  },
  {
    key: 'document-limit',
    field: 'documentLimit',
    summary: 'how large a document may be, in megabytes',
    default: '100',
    check: () => wholeNumber(1, 2000),
  },
];
