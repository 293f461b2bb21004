import type { SwitchName } from '../../domain/access/model.ts';
import type { AddressPart } from './headings/address-headings.ts';
import type { Target } from './headings/headings.ts';
import type { TableRecord } from './records.ts';

export type RowAddress = Partial<Record<AddressPart, string>>;

export interface RowAccount {
  key?: string;
  name?: string;
  type?: 'individual' | 'company';
  companyName?: string;
  address?: RowAddress;
  /** The account is archived; what is not said is not known. */
  archived?: boolean | undefined;
  tags?: string[];
  /** Values of custom fields, by key. */
  fields?: Record<string, string>;
}

export interface RowContact {
  /** Rows with the same text here are about the same contact, those with another about another. */
  ref?: string;
  key?: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  companyName?: string;
  email?: string;
  phone?: string;
  address?: RowAddress;
  notes?: string;
  fields?: Record<string, string>;
}

/** Why a row cannot be taken. Column, field and value are missing where the row as a whole is wrong. */
export interface RowProblem {
  line: number;
  /** The heading as it stands in the file. */
  column?: string | undefined;
  field?: Target | undefined;
  value?: string | undefined;
  code: string;
  reason: string;
}

/** One line of a client list: trimmed texts; what is blank in the file has no key, so it can erase nothing. */
export interface ClientRow {
  line: number;
  /** As it stands in the file. */
  record: TableRecord;
  account: RowAccount;
  contact: RowContact;
  link: { description?: string };
  /** The switches of the row's e-mail in its account (T1). */
  access: Partial<Record<SwitchName, boolean | undefined>>;
  problems: RowProblem[];
}
