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

/**
 * What was read of many records at once. There may be a million: a few arrays and maps for a page take much less than some
 * for each record.
 */
export interface ListedPage {
  /** The cells of each column, which begin in the order of {@link accountTexts} or {@link contactTexts}. */
  columns: ReadonlyArray<ReadonlyArray<string | number | null>>;
  /** Values by the id of their field, then by that of their record. */
  values: ReadonlyMap<number, ReadonlyMap<number, FieldValue>>;
}

/** A record of a client list. */
export interface ListedRecord {
  id: number;
  page: ListedPage;
  /** Its place in the columns of the page. */
  at: number;
}

export interface ListedAccount extends ListedRecord {
  isArchived: boolean;
  /** In alphabetical order. */
  tags: string[];
}

/** A row of a client list: an account and one of its contacts. */
export interface Client {
  account: ListedAccount;
  contact: ListedRecord;
  description: string | null;
  /**
   * Whether neither key nor e-mail nor name tells the contact from all others that a reader of the list may take it for:
   * then the list has to say which of its rows are about the same person.
   */
  isUnclear: boolean;
}
