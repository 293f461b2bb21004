/** The headings under which a column is known without `--map`. */
export interface Headings {
  /** The heading our own files have. */
  en: string;
  de: string;
  /** Just as good. */
  others?: readonly string[];
  /** Good only if no better column fills the target, best first: an address book has many phone columns. */
  second?: readonly string[];
}

/** The parts of an address, of a contact and of a company alike. */
export const addressParts = ['street', 'street2', 'postalCode', 'city', 'region', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** The words for each part: ours in English and in German, then others. */
const words: Record<AddressPart, readonly [en: string, de: string, ...others: string[]]> = {
  street: [
    ...(['Street', 'Straße'] as const),
    ...['Address', 'Street address', 'Address line 1', 'Address 1', 'Street 1', 'Address 1 - Street'],
    ...[
      'Adresse',
      'Anschrift',
      'Straße 1',
      'Straße und Hausnummer',
      'Straße, Hausnummer',
      'Straße Nr.',
      'Str.',
    ],
    ...['Adresse 1', 'Adresszeile 1'],
  ],
  street2: [
    ...(['Street 2', 'Adresszusatz'] as const),
    ...[
      'Address 2',
      'Address line 2',
      'Street address 2',
      'Extended address',
      'Address 1 - Extended Address',
    ],
    ...['Straße 2', 'Adresse 2', 'Adresszeile 2'],
  ],
  postalCode: [
    ...(['Postal code', 'PLZ'] as const),
    ...['Post code', 'ZIP', 'ZIP code', 'ZIP/Postal code', 'Address 1 - Postal Code', 'Postleitzahl'],
  ],
  city: [...(['City', 'Ort'] as const), ...['Town', 'Locality', 'Address 1 - City', 'Stadt', 'Wohnort']],
  region: [
    ...(['Region', 'Bundesland'] as const),
    ...['State', 'Province', 'County', 'State/Province', 'State/Region', 'Address 1 - Region'],
    ...['Provinz', 'Kanton', 'Bundesland/Kanton'],
  ],
  country: [
    ...(['Country', 'Land'] as const),
    ...['Country/Region', 'Address 1 - Country', 'Land/Region', 'Staat'],
  ],
};

const companyPrefixes = [
  'Account',
  'Company',
  'Organization',
  'Business',
  'Work',
  'Konto',
  'Mandant',
  'Mandanten',
];
const germanCompanyPrefixes = ['Firmen', 'Unternehmen', 'Unternehmens'];
const companySuffixes = ['geschäftlich', 'Firma', 'Unternehmen'];
const personalPrefixes = ['Contact', 'Kontakt', 'Home', 'Personal', 'Private', 'Privat'];

/**
 * B6: the company's address has columns of its own, with a word for the company before or after. What an address book
 * calls "business" is that address too, since the same export has the contact's own under "home". Objects of JSON have it
 * as other commands show it: `companyAddress`.
 */
export const companyHeadings = (part: AddressPart): Headings => {
  const [en, de] = words[part];
  return {
    en: `Company ${en.toLowerCase()}`,
    de: `Firma ${de}`,
    others: [
      ...words[part].flatMap((word) => [
        ...[...companyPrefixes, 'Firma', ...germanCompanyPrefixes].map((prefix) => `${prefix} ${word}`),
        ...companySuffixes.map((suffix) => `${word} ${suffix}`),
      ]),
      ...(part === 'street2' ? ['Straße geschäftlich 2'] : []),
      ...['companyAddress', 'account.companyAddress', 'account.address'].map((path) => `${path}.${part}`),
    ],
  };
};

/** B6: an address without a prefix is the contact's. */
export const personalHeadings = (part: AddressPart): Headings => {
  const [en, de, ...others] = words[part];
  const prefixed = words[part].flatMap((word) => [
    ...personalPrefixes.map((prefix) => `${prefix} ${word}`),
    `${word} privat`,
  ]);
  const paths = ['address', 'contact.address'].map((path) => `${path}.${part}`);
  const numbered = part === 'street2' ? ['Straße privat 2'] : [];
  return { en, de, others: [...others, ...paths], second: [...prefixed, ...numbered] };
};
