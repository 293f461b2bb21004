import type { SwitchName } from '../../domain/access/model.ts';
import type { RowContact } from './client-row.ts';
import type { PlannedColumn } from './column-choice.ts';
import type { AddressPart } from './headings/address-headings.ts';
import { isFieldTarget } from './headings/fields.ts';
import { isExported } from './mapping.ts';

/** Filled by a cell as it is; all other targets need work. */
type PlainAccount = 'key' | 'name' | 'companyName';
type PlainContact = Exclude<keyof RowContact, 'address' | 'fields'>;

/** A planned column, and where its cells go. */
export type Step = Pick<PlannedColumn, 'index' | 'header' | 'takes' | 'between' | 'instead' | 'constant'> & {
  isGuarded: boolean;
} & (
    | { into: 'account'; key: PlainAccount }
    | { into: 'contact'; key: PlainContact }
    | { into: 'accountAddress' | 'contactAddress'; key: AddressPart }
    | { into: 'accountField' | 'contactField'; key: string }
    | { into: 'access'; key: SwitchName }
    | { into: 'type' | 'archived' | 'tags' | 'fullName' | 'description' }
  );

/** Cells of keyed records were never guarded against spreadsheets. */
export const stepFor = (column: PlannedColumn, isKeyed: boolean): Step => {
  const { target, ...place } = column;
  const at = { ...place, isGuarded: !isKeyed && isExported(column) };
  if (isFieldTarget(target)) {
    const [owner, key = ''] = target.split('.field:');
    return { ...at, into: owner === 'account' ? 'accountField' : 'contactField', key };
  }
  switch (target) {
    case 'account.key':
    case 'account.name':
    case 'account.companyName':
      return { ...at, into: 'account', key: keyOf(target) };
    case 'account.type':
      return { ...at, into: 'type' };
    case 'account.archived':
      return { ...at, into: 'archived' };
    case 'account.tags':
      return { ...at, into: 'tags' };
    case 'account.street':
    case 'account.street2':
    case 'account.postalCode':
    case 'account.city':
    case 'account.region':
    case 'account.country':
      return { ...at, into: 'accountAddress', key: keyOf(target) };
    case 'contact.fullName':
      return { ...at, into: 'fullName' };
    case 'contact.street':
    case 'contact.street2':
    case 'contact.postalCode':
    case 'contact.city':
    case 'contact.region':
    case 'contact.country':
      return { ...at, into: 'contactAddress', key: keyOf(target) };
    case 'link.description':
      return { ...at, into: 'description' };
    case 'access.login':
    case 'access.notify':
    case 'access.sync':
      return { ...at, into: 'access', key: keyOf(target) };
    default:
      return { ...at, into: 'contact', key: keyOf(target) };
  }
};

/** `account.city` → `city`. */
const keyOf = <Owner extends string, Key extends string>(target: `${Owner}.${Key}`): Key =>
  target.slice(target.indexOf('.') + 1) as Key;
