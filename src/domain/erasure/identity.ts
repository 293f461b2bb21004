import { queryByIds, queryByTexts } from '../../db/bulk.ts';
import { isJson } from '../audit/digest.ts';
import type { Changes } from '../audit/schema.ts';
import { type ContactRow, readAddressOwners } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { addressKey, comparisonKey } from '../text/comparison.ts';
import type { Identity } from './traces.ts';

/** An entry about a contact. */
interface OwnEntry {
  record: string;
  label: string | null;
  changes: string;
}

/** More names than that nobody had; it keeps the search for all of them in bounds. */
const mostNames = 200;

const email = /^[^\s<>@]+@[^\s<>@]+$/;
const isoDate = /^\d{4}-\d{2}-\d{2}/;

/** A number that tells who somebody is, as of a phone, a bank account, a tax office: six digits, and few letters. */
const isTelling = (text: string): boolean =>
  text.length <= 60 &&
  !isoDate.test(text) &&
  !text.includes('@') &&
  text.replace(/\D/g, '').length >= 6 &&
  text.replace(/[^\p{L}]/gu, '').length <= 4;

/** Collects what a person is, and was, known by. */
class Collected {
  readonly names = new Set<string>();
  readonly addresses = new Set<string>();
  readonly numbers = new Set<string>();
  /** What is the name of a firm, whatever contact carries it. */
  private readonly companies = new Set<string>();
  private readonly parts = {
    firstName: new Set<string>(),
    middleName: new Set<string>(),
    lastName: new Set<string>(),
  };

  /** Takes the value of a field of a contact. */
  value(field: string, value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.value(field, item);
    if (typeof value !== 'string' || value === '' || field === 'notes') return;
    if (field in this.parts) this.parts[field as keyof Collected['parts']].add(value);
    else if (field === 'companyName') this.companies.add(comparisonKey(value));
    else this.text(value);
  }

  /** Takes a text that may be an address or a number. */
  text(text: string): void {
    if (email.test(text)) this.addresses.add(addressKey(text));
    else if (isTelling(text)) this.numbers.add(text);
  }

  name(name: string): void {
    if (email.test(name)) this.addresses.add(addressKey(name));
    else if (name !== '') this.names.add(name);
  }

  entry({ record, label, changes }: OwnEntry): void {
    if (record === 'contact' && label !== null) this.name(label);
    if (record === 'invitation' && label !== null) this.text(label);
    const address = /<([^<>\s]+@[^<>\s]+)>$/.exec(label ?? '')?.[1];
    if (address !== undefined) this.text(address);
    if (!isJson(changes)) return;
    for (const [field, [from, to]] of Object.entries(JSON.parse(changes) as Changes)) {
      for (const value of [from, to]) {
        if (record === 'contact') this.value(field, value);
        else if (field === 'email') this.value(field, value);
        else if (field === 'access' && typeof value === 'object')
          Object.keys(value ?? {}).map((key) => this.text(key));
      }
    }
  }

  /** All names, also those that the parts make in either order (C1). */
  allNames(): string[] {
    const { firstName, middleName, lastName } = this.parts;
    for (const last of lastName) {
      for (const first of firstName) {
        for (const given of [first, ...[...middleName].map((middle) => `${first} ${middle}`)]) {
          if (this.names.size < mostNames) {
            for (const name of [`${given} ${last}`, `${last}, ${given}`, `${last} ${given}`])
              this.names.add(name);
          }
        }
      }
    }
    return [...this.names].filter((name) => !this.companies.has(comparisonKey(name)));
  }
}

/** The contacts with those that were merged into them: all of these are the same people. */
export async function withMerged(deps: Deps, ids: readonly number[]): Promise<number[]> {
  const all = new Set(ids);
  for (let last = [...ids]; last.length > 0; ) {
    const rows = await queryByIds<{ id: number }>(
      deps,
      `select record_id as id from audit_entries
       where record = 'contact' and action = 'merged' and contact_id in {ids}`,
      last,
    );
    last = rows.map(({ id }) => id).filter((id) => !all.has(id));
    for (const id of last) all.add(id);
  }
  return [...all];
}

/** What people are known by, today and in what is recorded of them. `ids` are all their numbers, `rows` those that are there. */
export async function identityOf(
  deps: Deps,
  ids: readonly number[],
  rows: Iterable<ContactRow>,
): Promise<Identity> {
  const collected = new Collected();
  for (const row of rows) {
    collected.name(row.displayName);
    for (const field of ['firstName', 'middleName', 'lastName', 'companyName', 'phone'] as const) {
      collected.value(field, row[field]);
    }
  }
  const texts = await queryByIds<{ value: string | null }>(
    deps,
    `select address as value from contact_emails where contact_id in {ids}
     union select address from account_access where contact_id in {ids}
     union select address from portal_links where contact_id in {ids}
     union select address from logins where contact_id in {ids}
     union select value from contact_field_values where contact_id in {ids}`,
    ids,
  );
  for (const { value } of texts) if (value !== null) collected.text(value);
  const names = await queryByIds<{ name: string }>(
    deps,
    `select name from logins where contact_id in {ids} union select author from documents where contact_id in {ids}
     union select author from messages where contact_id in {ids} union select name from signature_signers where contact_id in {ids}
     union select decided_by from approvals where contact_id in {ids} and decided_by is not null`,
    ids,
  );
  for (const { name } of names) collected.name(name);
  const entries = await queryByIds<OwnEntry>(
    deps,
    `select record, label, changes from audit_entries
     where record = 'contact' and record_id in {ids} or contact_id in {ids}`,
    ids,
  );
  for (const entry of entries) collected.entry(entry);
  return {
    names: collected.allNames(),
    addresses: [...collected.addresses],
    numbers: [...collected.numbers],
  };
}

/** What nobody else has: a name, an address or a number that is another contact's, too, tells nothing of those who are gone. */
export async function exclusive(deps: Deps, identity: Identity): Promise<Identity> {
  const names = await foundIn(
    deps,
    'select name_key as text from contacts where name_key in {texts}',
    identity.names.map(comparisonKey),
  );
  const owners = await readAddressOwners(deps, identity.addresses);
  const addresses = new Set(owners.map((owner) => owner.addressKey));
  const numbers = await foundIn(
    deps,
    `select phone as text from contacts where phone in {texts}
     union select value from contact_field_values where value in {texts}
     union select value from account_field_values where value in {texts}`,
    identity.numbers,
  );
  return {
    names: identity.names.filter((name) => !names.has(comparisonKey(name))),
    addresses: identity.addresses.filter((address) => !addresses.has(address)),
    numbers: identity.numbers.filter((number) => !numbers.has(number)),
  };
}

const foundIn = async (deps: Deps, sql: string, texts: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await queryByTexts<{ text: string }>(deps, sql, texts)).map(({ text }) => text));
