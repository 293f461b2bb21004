import type { FieldValue } from '../field/model.ts';

/** The texts of an account that a client list can have, in the order of its columns. What is hidden (A8) is not there. */
export const accountTexts = [
  ...(['key', 'name', 'type', 'companyName'] as const),
  ...(['street', 'street2', 'postalCode', 'city', 'region', 'country'] as const),
] as const;

/** The texts of a contact that a client list can have, in the order of its columns. */
export const contactTexts = [
  ...(['key', 'firstName', 'middleName', 'lastName', 'companyName', 'email', 'phone'] as const),
  ...(['street', 'street2', 'postalCode', 'city', 'region', 'country', 'notes'] as const),
] as const;

/** A record of a client list. There may be a million: texts by their place, values by the id of their field. */
export interface ListedRecord {
  id: number;
  /** In the order of {@link accountTexts} or {@link contactTexts}. */
  texts: ReadonlyArray<string | null>;
  values: ReadonlyMap<number, FieldValue>;
}

export interface ListedAccount extends ListedRecord {
  isArchived: boolean;
  /** In alphabetical order. */
  tags: readonly string[];
}

/** A row of a client list: an account and one of its contacts. */
export interface Client {
  account: ListedAccount;
  contact: ListedRecord;
  description: string | null;
  /**
   * Whether neither key nor e-mail nor name tells the contact from all others that a reader of the list may take it for: then the list
   * has to say which of its rows are about the same person.
   */
  isUnclear: boolean;
}
