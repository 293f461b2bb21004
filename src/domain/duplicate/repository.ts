import { query, queryByIds, type Session } from '../../db/bulk.ts';
import type { DuplicateContact } from './model.ts';
import type { PersonDetails, PersonRow } from './person.ts';

const columns = `id, first_name as "firstName", middle_name as "middleName", last_name as "lastName",
  company_name as "companyName", phone, street, postal_code as "postalCode", city`;

const pageRows = 5_000;

/** All contacts, in pages, in the order of their ids. */
export async function* pagesOfPeople(session: Session): AsyncGenerator<PersonRow[]> {
  for (let after = 0; ; ) {
    const rows = await query<PersonRow>(
      session,
      `select ${columns} from contacts where id > ? order by id limit ${pageRows}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield rows;
    if (rows.length < pageRows) return;
  }
}

export const readPeople = (session: Session, ids: readonly number[]): Promise<PersonRow[]> =>
  queryByIds<PersonRow>(session, `select ${columns} from contacts where id in {ids}`, ids);

/** The fields that tell who somebody is. */
export interface TellingFields {
  phones: ReadonlySet<number>;
  births: ReadonlySet<number>;
}

/** What contacts have beside their rows, by id. */
export async function detailsOf(
  session: Session,
  fields: TellingFields,
  ids: readonly number[],
): Promise<Map<number, PersonDetails>> {
  const details = new Map<number, PersonDetails>(
    ids.map((id) => [id, { emails: [], phones: [], births: new Map() }]),
  );
  const emails = await queryByIds<{ id: number; key: string }>(
    session,
    'select contact_id as id, address_key as key from contact_emails where contact_id in {ids}',
    ids,
  );
  for (const { id, key } of emails) details.get(id)?.emails.push(key);
  const telling = [...fields.phones, ...fields.births];
  if (telling.length === 0) return details;
  const values = await queryByIds<{ id: number; field: number; value: string }>(
    session,
    `select contact_id as id, field_id as field, value from contact_field_values
     where field_id in (${telling.join(', ')}) and contact_id in {ids}`,
    ids,
  );
  for (const { id, field, value } of values) {
    const own = details.get(id);
    if (fields.births.has(field)) own?.births.set(field, value);
    else own?.phones.push(value);
  }
  return details;
}

/** Contacts as they are shown, by id. */
export async function readDuplicateContacts(
  session: Session,
  ids: readonly number[],
): Promise<Map<number, DuplicateContact>> {
  const rows = await queryByIds<DuplicateContact & { accounts: number | string }>(
    session,
    `select c.id, c.display_name as name, e.address as email, c.phone,
       (select count(*) from account_contacts l where l.contact_id = c.id) as accounts
     from contacts c left join contact_emails e on e.contact_id = c.id and e.source = 'primary'
     where c.id in {ids}`,
    ids,
  );
  return new Map(rows.map((row) => [row.id, { ...row, accounts: Number(row.accounts) }]));
}
