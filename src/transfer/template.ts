import { stringify } from 'csv-stringify/sync';
import { type FixedTarget, headings, targets } from './reading/headings/headings.ts';

export type TemplateLocale = 'en' | 'de';

/** Excel opens a file of its own language in columns only if the delimiter is that language's. */
const delimiter: Record<TemplateLocale, string> = { en: ',', de: ';' };

/** Tags are left empty: the example must come in without a tag having been created before. */
const example: Record<TemplateLocale, Partial<Record<FixedTarget, string>>> = {
  en: {
    'account.key': 'crm-0042',
    'account.name': 'Miller & Sons Ltd',
    'account.type': 'company',
    'account.companyName': 'Miller & Sons Ltd',
    'account.street': '12 High Street',
    'account.postalCode': 'OX1 4AJ',
    'account.city': 'Oxford',
    'account.country': 'GB',
    'contact.key': 'crm-0042-1',
    'contact.firstName': 'Erica',
    'contact.lastName': 'Miller',
    'contact.email': 'erica@miller.example',
    'contact.phone': '+44 1865 496000',
    'contact.notes': 'prefers e-mail',
    'link.description': 'managing director',
  },
  de: {
    'account.key': 'crm-0042',
    'account.name': 'Müller & Söhne GmbH',
    'account.type': 'Unternehmen',
    'account.companyName': 'Müller & Söhne GmbH',
    'account.street': 'Hauptstraße 1',
    'account.postalCode': '10115',
    'account.city': 'Berlin',
    'account.country': 'DE',
    'contact.key': 'crm-0042-1',
    'contact.firstName': 'Erika',
    'contact.lastName': 'Müller',
    'contact.email': 'erika@mueller.example',
    'contact.phone': '+49 30 1234567',
    'contact.notes': 'bitte nur per E-Mail',
    'link.description': 'Geschäftsführerin',
  },
};

const unshown: ReadonlySet<FixedTarget> = new Set(['contact.fullName', 'contact.ref', 'account.archived']);

/**
 * A client list to start from: the headings of everything a column can fill, and one example that can be imported as it
 * is. The full name is left out, since the file has its parts, and so is what only exports need.
 */
export const templateCsv = (locale: TemplateLocale): string => {
  const shown = targets.filter((target) => !unshown.has(target));
  return stringify(
    [shown.map((target) => headings[target][locale]), shown.map((target) => example[locale][target] ?? '')],
    { delimiter: delimiter[locale] },
  );
};
