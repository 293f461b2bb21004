import { addressParts, companyHeadings, type Headings, personalHeadings } from './address-headings.ts';
import type { FieldTarget } from './fields.ts';

const accountTargets = [
  'account.key',
  'account.name',
  'account.type',
  'account.companyName',
  'account.street',
  'account.street2',
  'account.postalCode',
  'account.city',
  'account.region',
  'account.country',
  'account.archived',
  'account.tags',
] as const;

const contactTargets = [
  'contact.ref',
  'contact.key',
  'contact.fullName',
  'contact.firstName',
  'contact.middleName',
  'contact.lastName',
  'contact.companyName',
  'contact.email',
  'contact.phone',
  'contact.street',
  'contact.street2',
  'contact.postalCode',
  'contact.city',
  'contact.region',
  'contact.country',
  'contact.notes',
] as const;

/** What a column of any client list can fill. */
export const targets = [
  ...accountTargets,
  ...contactTargets,
  ...(['link.description', 'access.login', 'access.notify', 'access.sync'] as const),
] as const;
export type FixedTarget = (typeof targets)[number];

/** What a column can fill: that, or a custom field of the firm. */
export type Target = FixedTarget | FieldTarget;

const address = (owner: 'account' | 'contact') =>
  Object.fromEntries(
    addressParts.map((part) => [
      `${owner}.${part}`,
      owner === 'account' ? companyHeadings(part) : personalHeadings(part),
    ]),
  ) as Record<`${typeof owner}.${(typeof addressParts)[number]}`, Headings>;

/**
 * The headings of every target: our own in English and German, those people write, and those of Outlook, Google and
 * Thunderbird exports. Numbers of a client (`CustomerId`, `Kundennummer`) are not among them on purpose: a key joins
 * rows to accounts, so which number is one has to be said with `--map`.
 */
export const headings: Record<FixedTarget, Headings> = {
  'account.key': { en: 'Account key', de: 'Kontoschlüssel', others: ['Mandantenschlüssel'] },
  'account.name': {
    en: 'Account name',
    de: 'Kontoname',
    others: ['Account', 'Konto', 'Mandant', 'Mandantenname', 'Client name', 'Kundenname', 'Customer name'],
  },
  'account.type': {
    en: 'Account type',
    de: 'Kontotyp',
    others: ['Type', 'Typ', 'Client type', 'Mandantentyp', 'Mandantenart', 'Kundentyp', 'Kundenart'],
  },
  'account.companyName': {
    en: 'Company name',
    de: 'Firmenname',
    others: [
      ...['Company', 'Firma', 'Organization', 'Organisation', 'Organization name', 'Organization 1 - Name'],
      ...['Unternehmen', 'Unternehmensname', 'Name der Firma', 'Business name'],
    ],
  },
  ...address('account'),
  'account.archived': { en: 'Account archived', de: 'Konto archiviert' },
  'account.tags': {
    en: 'Tags',
    de: 'Schlagwörter',
    others: ['Tag', 'Schlagwort', 'Stichwörter', 'Categories', 'Kategorien', 'Account tags'],
    second: ['Labels', 'Group Membership'],
  },
  'contact.ref': { en: 'Contact reference', de: 'Kontaktverweis' },
  'contact.key': { en: 'Contact key', de: 'Kontaktschlüssel' },
  'contact.fullName': {
    en: 'Full name',
    de: 'Vollständiger Name',
    others: [
      ...['Contact', 'Contact name', 'Contact person', 'First and last name'],
      ...['Ansprechpartner', 'Ansprechpartnerin', 'Ansprechpartner/in', 'Ansprechperson'],
      ...['Kontakt', 'Kontaktname', 'Kontaktperson', 'Vor- und Nachname', 'Vorname Nachname'],
    ],
    // "Name" is the last name beside a first name, see planColumns.
    second: ['Name', 'Display name', 'Anzeigename', 'Linked contact #1'],
  },
  'contact.firstName': {
    en: 'First name',
    de: 'Vorname',
    others: ['Given name', 'Forename', 'Contact first name', 'Kontakt Vorname', 'Vorname Ansprechpartner'],
  },
  'contact.middleName': {
    en: 'Middle name',
    de: 'Zweiter Vorname',
    others: ['Middle names', 'Additional name', 'Weitere Vornamen', 'Mittelname', 'Contact middle name'],
  },
  'contact.lastName': {
    en: 'Last name',
    de: 'Nachname',
    others: [
      ...['Surname', 'Family name', 'Contact last name', 'Familienname', 'Zuname', 'Kontakt Nachname'],
      ...['Nachname Ansprechpartner'],
    ],
  },
  'contact.companyName': {
    en: 'Contact company name',
    de: 'Firma des Kontakts',
    others: ['Contact company', 'Kontakt Firma', 'Employer', 'Arbeitgeber'],
  },
  'contact.email': {
    en: 'E-mail',
    de: 'E-Mail-Adresse',
    others: [
      'E-mail address',
      'Mail',
      'Mailadresse',
      'Contact e-mail',
      'Contact e-mail address',
      'Kontakt E-Mail',
    ],
    second: [
      ...[
        'Primary e-mail',
        'E-mail 1',
        'E-mail 1 - Value',
        'Work e-mail',
        'Business e-mail',
        'Company e-mail',
      ],
      ...['E-Mail geschäftlich', 'Firma E-Mail', 'Home e-mail', 'Personal e-mail', 'E-Mail privat'],
    ],
  },
  'contact.phone': {
    en: 'Phone',
    de: 'Telefon',
    others: [
      ...['Phone number', 'Telephone', 'Telephone number', 'Contact phone', 'Tel', 'Tel. Nr.'],
      ...['Telefonnummer', 'Telefonnr.', 'Rufnummer', 'Kontakt Telefon'],
    ],
    second: [
      ...['Primary phone', 'Phone 1', 'Phone 1 - Value', 'Business phone', 'Work phone', 'Company phone'],
      ...['Telefon geschäftlich', 'Firma Telefon', 'Mobile phone', 'Mobile', 'Mobile number', 'Cell phone'],
      ...['Mobil', 'Mobiltelefon', 'Handy', 'Home phone', 'Telefon privat'],
    ],
  },
  ...address('contact'),
  'contact.notes': {
    en: 'Notes',
    de: 'Notizen',
    others: [
      'Note',
      'Notiz',
      'Comment',
      'Comments',
      'Remarks',
      'Bemerkung',
      'Bemerkungen',
      'Anmerkung',
      'Anmerkungen',
    ],
  },
  'link.description': {
    en: 'Link description',
    de: 'Beschreibung der Verknüpfung',
    others: ['Relationship', 'Beziehung', 'Role', 'Rolle'],
  },
  'access.login': { en: 'Login', de: 'Anmelden', others: ['Portal login', 'Portal access', 'Portalzugang'] },
  'access.notify': {
    en: 'Notify',
    de: 'Benachrichtigungen',
    others: ['Notifications', 'Benachrichtigung'],
  },
  'access.sync': {
    en: 'Sync',
    de: 'E-Mail-Sync',
    others: ['E-mail sync', 'E-mail synchronization', 'E-Mail-Synchronisierung'],
  },
};
