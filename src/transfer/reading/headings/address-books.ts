import { foldHeader } from './fold-header.ts';

/**
 * A program whose exports are known. Kontor has no place for most of their columns, so in such a file those are left out
 * without being asked about: the ones that say something about a client are told where they are filled.
 */
export interface AddressBook {
  name: string;
  /** Headings that hardly any other file has, and how many of them make a file known. */
  marks: readonly string[];
  enough: number;
  /** Headings without a place here that say something about the person, even where the same words mean another thing elsewhere. */
  facts: readonly string[];
  /** Headings that say nothing about the person: labels, spellings for sorting, settings of the program. */
  asides: readonly string[];
  /** Headings that are counted through, as in `Phone 2 - Value`. */
  numbered?: { mark: RegExp; aside: RegExp };
  /** What stands between several values of one cell. */
  between?: string;
}

/** What the heading of a column that fills nothing is in an address book. */
export type Leaving = 'fact' | 'aside';

/** From exports of Google Contacts before and since its headings changed (`Given Name`, `First Name`). */
const google: AddressBook = {
  name: 'Google Contacts',
  marks: [
    ...['Phonetic First Name', 'Phonetic Middle Name', 'Phonetic Last Name', 'File As', 'Labels'],
    ...['Yomi Name', 'Given Name Yomi', 'Additional Name Yomi', 'Family Name Yomi', 'Group Membership'],
  ],
  enough: 3,
  facts: [
    ...[
      'Name Prefix',
      'Name Suffix',
      'Nickname',
      'Birthday',
      'Organization Title',
      'Organization Department',
    ],
    ...['Maiden Name', 'Gender', 'Location', 'Billing Information', 'Occupation', 'Hobby'],
  ],
  asides: [
    ...['Phonetic First Name', 'Phonetic Middle Name', 'Phonetic Last Name', 'File As', 'Photo'],
    ...['Yomi Name', 'Given Name Yomi', 'Additional Name Yomi', 'Family Name Yomi', 'Initials', 'Short Name'],
    ...['Directory Server', 'Mileage', 'Sensitivity', 'Priority', 'Subject', 'Language'],
  ],
  numbered: {
    mark: /^(?:e-?mail|im|phone|address|organization|relation|website|event|external id|custom field|user defined field) \d+ - /i,
    aside: / - (?:label|type|formatted|yomi name|service)$/i,
  },
  between: ':::',
};

/** From exports of Outlook for Windows and of Outlook on the web. */
const outlook: AddressBook = {
  name: 'Outlook',
  marks: [
    ...[
      'Business Fax',
      'Home Fax',
      'Other Fax',
      'Business Phone 2',
      'Home Phone 2',
      'Other Phone',
      'Car Phone',
    ],
    ...['Company Main Phone', 'Radio Phone', 'TTY/TDD Phone', "Assistant's Phone", "Assistant's Name"],
    ...["Manager's Name", 'Callback', 'Government ID Number', 'Organizational ID Number', 'E-mail 2 Address'],
    ...['E-mail Display Name', 'E-mail 2 Display Name', 'Business Address PO Box', 'Home Address PO Box'],
    ...['Business Street 3', 'Home Street 3', 'Other Street', 'Other City', 'Given Yomi', 'Surname Yomi'],
  ],
  enough: 3,
  facts: [
    ...['Title', 'Suffix', 'Nickname', 'Department', 'Job Title', 'Business Street 3', 'Home Street 3'],
    ...['Other Street', 'Other Street 2', 'Other Street 3', 'Other City', 'Other State', 'Other Postal Code'],
    ...['Other Country/Region', 'Other Country', 'Business Address PO Box', 'Home Address PO Box', 'PO Box'],
    ...['Other Address PO Box', 'Business Fax', 'Home Fax', 'Other Fax', 'Business Phone 2', 'Home Phone 2'],
    ...['Other Phone', 'Car Phone', 'Company Main Phone', 'Radio Phone', 'TTY/TDD Phone', 'Callback', 'ISDN'],
    ...['Pager', 'Telex', "Assistant's Phone", "Assistant's Name", "Manager's Name", 'E-mail 2 Address'],
    ...[
      'E-mail 3 Address',
      'IMAddress',
      'Web Page',
      'Personal Web Page',
      'Account',
      'Anniversary',
      'Birthday',
    ],
    ...['Billing Information', 'Children', 'Gender', 'Government ID Number', 'Hobby', 'Keywords', 'Language'],
    ...['Location', 'Mileage', 'Office Location', 'Organizational ID Number', 'Profession', 'Referred By'],
    ...['Schools', 'Spouse', 'User 1', 'User 2', 'User 3', 'User 4'],
  ],
  asides: [
    ...['E-mail Type', 'E-mail Display Name', 'E-mail 2 Type', 'E-mail 2 Display Name', 'E-mail 3 Type'],
    ...['E-mail 3 Display Name', 'Business Address', 'Home Address', 'Other Address', 'Initials'],
    ...['Directory Server', 'Internet Free Busy', 'Priority', 'Private', 'Sensitivity', 'Given Yomi'],
    ...['Surname Yomi', 'Company Yomi'],
  ],
};

/** The same from a German Outlook; `Ort` is its `Location`, which is no city. */
const germanOutlook: AddressBook = {
  name: 'Outlook (German)',
  marks: [
    ...['Fax geschäftlich', 'Fax privat', 'Weiteres Fax', 'Weiteres Telefon', 'Telefon geschäftlich 2'],
    ...['Telefon privat 2', 'Autotelefon', 'Telefon Assistent', 'Telefon Firma', 'Name Assistent'],
    ...['Telefon für Hörbehinderte', 'Rückmeldung', 'Abrechnungsinformation', 'Benutzer 1', 'Regierungsnr.'],
    ...['Organisationsnr.', 'Reisekilometer', 'Straße geschäftlich 3', 'Straße privat 3', 'Weitere Straße'],
    ...['E-Mail: Angezeigter Name', 'E-Mail 2: Adresse', 'Postfach geschäftlich', 'Postfach privat'],
  ],
  enough: 3,
  facts: [
    ...['Anrede', 'Titel', 'Suffix', 'Spitzname', 'Abteilung', 'Position', 'Straße geschäftlich 3'],
    ...['Straße privat 3', 'Weitere Straße', 'Weitere Straße 2', 'Weitere Straße 3', 'Weiterer Ort'],
    ...['Weiteres/r Bundesland/Kanton', 'Weitere Postleitzahl', 'Weiteres/e Land/Region', 'Weitere Region'],
    ...['Postfach geschäftlich', 'Postfach privat', 'Weiteres Postfach', 'Fax geschäftlich', 'Fax privat'],
    ...['Weiteres Fax', 'Telefon geschäftlich 2', 'Telefon privat 2', 'Weiteres Telefon', 'Autotelefon'],
    ...[
      'Telefon Firma',
      'Mobiltelefon 2',
      'Telefon für Hörbehinderte',
      'Rückmeldung',
      'ISDN',
      'Pager',
      'Telex',
    ],
    ...[
      'Haupttelefon',
      'Telefon Assistent',
      'Name Assistent',
      'Name des/r Vorgesetzten',
      'E-Mail 2: Adresse',
    ],
    ...['Name des/der Vorgesetzten', 'E-Mail 3: Adresse', 'Webseite', 'Konto', 'Jahrestag', 'Geburtstag'],
    ...['Abrechnungsinformation', 'Kinder', 'Geschlecht', 'Regierungsnr.', 'Hobby', 'Stichwörter', 'Sprache'],
    ...['Ort', 'Reisekilometer', 'Büro', 'Organisationsnr.', 'Beruf', 'Empfohlen von', 'Partner'],
    ...['Benutzer 1', 'Benutzer 2', 'Benutzer 3', 'Benutzer 4'],
  ],
  asides: [
    ...['E-Mail-Typ', 'E-Mail: Angezeigter Name', 'E-Mail 2: Typ', 'E-Mail 2: Angezeigter Name'],
    ...[
      'E-Mail 3: Typ',
      'E-Mail 3: Angezeigter Name',
      'Initialen',
      'Verzeichnisserver',
      'Priorität',
      'Privat',
    ],
    ...['Internet Frei/Gebucht', 'Internet-Frei/Gebucht', 'Vertraulichkeit', 'Vorname Yomi', 'Nachname Yomi'],
    ...['Firma Yomi'],
  ],
};

/**
 * The two lists that TaxDome exports, as its migrating users describe them: one row for each account with its contacts by
 * name, or one for each contact. Its custom fields are columns of the firm's own, and stay unknown until they have a field.
 */
const taxDome: AddressBook = {
  name: 'TaxDome',
  marks: ['Assigned team members', 'Last login date', 'Account creation date', 'Account roles'],
  enough: 2,
  facts: ['Account roles'],
  asides: [
    ...['Assigned team members', 'Last login date', 'Account creation date', 'Account update date'],
    ...['Created date', 'Timezone', 'Number of active jobs', 'Number of active tasks', 'Pending proposals'],
  ],
  numbered: { mark: /^linked contact #\d+$/i, aside: /^$/ },
};

const books: readonly AddressBook[] = [google, outlook, germanOutlook, taxDome];

const has = (headings: readonly string[], header: string): boolean => {
  const [folded] = foldHeader(header);
  return folded !== '' && headings.some((heading) => foldHeader(heading)[0] === folded);
};

/** The program that a file was exported from, by its headings. */
export const addressBookOf = (headers: readonly string[]): AddressBook | undefined =>
  books.find(
    ({ marks, enough, numbered }) =>
      headers.filter((header) => numbered?.mark.test(header) || has(marks, header)).length >= enough,
  );

/** Whether an address book has a heading that means something else there than it does elsewhere. */
export const isWithoutPlace = (book: AddressBook | undefined, header: string): boolean =>
  book !== undefined && (has(book.facts, header) || has(book.asides, header));

/** What the heading of a column that fills nothing is in an address book, if it has it at all. */
export const leavingOf = ({ facts, asides, numbered }: AddressBook, header: string): Leaving | undefined => {
  if (has(facts, header)) return 'fact';
  if (has(asides, header)) return 'aside';
  if (!numbered?.mark.test(header)) return undefined;
  return numbered.aside.test(header) ? 'aside' : 'fact';
};
