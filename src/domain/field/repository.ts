import { insertItems, query, queryByIds, queryWithRows, type Session, updateRows } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { FieldScope, FieldType, StoredValue } from './model.ts';

export interface FieldRow {
  id: number;
  scope: FieldScope;
  key: string;
  label: string;
  labelKey: string;
  type: FieldType;
  position: number;
  createdAt: string;
  updatedAt: string;
}

export const fieldTable = defineTable<FieldRow>('fields', {
  id: ['id', 'integer'],
  scope: ['scope', 'text'],
  key: ['key', 'text'],
  label: ['label', 'text'],
  labelKey: ['label_key', 'text'],
  type: ['type', 'text'],
  position: ['position', 'integer'],
  createdAt: ['created_at', 'text'],
  updatedAt: ['updated_at', 'text'],
});

export interface OptionRow {
  id: number;
  fieldId: number;
  label: string;
  labelKey: string;
  position: number;
}

export const optionTable = defineTable<OptionRow>('field_options', {
  id: ['id', 'integer'],
  fieldId: ['field_id', 'integer'],
  label: ['label', 'text'],
  labelKey: ['label_key', 'text'],
  position: ['position', 'integer'],
});

/** All fields in their order. A firm has dozens of them. */
export const readAllFields = (session: Session): Promise<FieldRow[]> =>
  query<FieldRow>(session, `select ${fieldTable.select()} from fields order by scope, position, id`);

/** Keeps fields as they are until the transaction ends, while others may do the same; gives those still there. */
export const holdFields = (session: Session, ids: readonly number[]): Promise<FieldRow[]> =>
  queryByIds<FieldRow>(
    session,
    `select ${fieldTable.select()} from fields where id in {ids} order by id${session.dialect.holdRows}`,
    [...ids].sort((a, b) => a - b),
  );

/** The options of fields, in their order. */
export const readOptions = (session: Session, fieldIds: readonly number[]): Promise<OptionRow[]> =>
  queryByIds<OptionRow>(
    session,
    `select ${optionTable.select()} from field_options where field_id in {ids} order by position, id`,
    fieldIds,
  );

/** Sets the positions of fields, and nothing else of them. */
export const updatePositions = (
  session: Session,
  fields: ReadonlyArray<{ id: number; position: number }>,
): Promise<void> =>
  updateRows(
    session,
    'fields',
    { id: 'integer', position: 'integer' },
    fields.map(({ id, position }) => [id, position]),
  );

export const deleteFieldRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from fields where id in {ids}', ids);
};

/** Deletes options; the values that chose them go as well. */
export const deleteOptionRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from field_options where id in {ids}', ids);
};

/** Gives options comparison keys that no label can have, so that labels can be exchanged. */
export const clearOptionKeys = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, `update field_options set label_key = 'id:' || id where id in {ids}`, ids);
};

/** Brings the sort bytes of the values of options up to date. */
export async function resortOptions(
  session: Session,
  scope: FieldScope,
  options: ReadonlyArray<{ id: number; sort: string }>,
): Promise<void> {
  await queryWithRows(
    session,
    `update ${scope}_field_values set sort = staged.sort from {rows} as staged
     where ${scope}_field_values.option_id = staged.option_id and ${scope}_field_values.sort <> staged.sort`,
    { option_id: 'integer', sort: 'text' },
    options.map(({ id, sort }) => [id, sort]),
  );
}

/** How many records of a scope have a value, by field id; fields without any are not in the map. */
export async function countUses(session: Session, scope: FieldScope): Promise<Map<number, number>> {
  const rows = await query<{ id: number; uses: number | string }>(
    session,
    `select field_id as id, count(distinct ${scope}_id) as uses from ${scope}_field_values group by field_id${
      scope === 'account'
        ? ''
        : ` union all
        select f.id, count(*) from fields f join contact_emails e on e.source = f.key and e.source <> 'primary'
        where f.scope = 'contact' and f.type = 'email' group by f.id`
    }`,
  );
  return new Map(rows.map((row) => [row.id, Number(row.uses)]));
}

/** How many records have chosen one of these options. */
export async function countChoices(
  session: Session,
  scope: FieldScope,
  optionIds: readonly number[],
): Promise<number> {
  const rows = await queryByIds<{ uses: number | string }>(
    session,
    `select count(distinct ${scope}_id) as uses from ${scope}_field_values where option_id in {ids}`,
    optionIds,
  );
  return rows.reduce((sum, row) => sum + Number(row.uses), 0);
}

/** The different values of a field, each once; more than `limit` are not read. */
export async function distinctValues(session: Session, place: ValuePlace, limit: number): Promise<string[]> {
  const from = place.inEmails
    ? `address as value from contact_emails where source <> 'primary' and source = ?`
    : `value from ${place.scope}_field_values where field_id = ?`;
  const rows = await query<{ value: string }>(session, `select distinct ${from} limit ${limit}`, [
    place.inEmails ? place.key : place.id,
  ]);
  return rows.map(({ value }) => value);
}

/** One row of a value, with whose it is. */
export interface ValueRow extends StoredValue {
  recordId: number;
  fieldId: number;
}

const valueColumns = {
  field_id: 'integer',
  place: 'integer',
  option_id: 'integer',
  value: 'text',
  sort: 'text',
} as const;

/** The values of records, those of contacts' e-mail fields included; the parts of one value in the order of options. */
export const valuesOfRecords = (
  session: Session,
  scope: FieldScope,
  recordIds: readonly number[],
): Promise<ValueRow[]> =>
  queryByIds<ValueRow>(
    session,
    `select ${scope}_id as "recordId", field_id as "fieldId", option_id as "optionId", value, sort
     from ${scope}_field_values where ${scope}_id in {ids}${
       scope === 'account'
         ? ''
         : ` union all
         select e.contact_id, f.id, null, e.address, e.address_key
         from contact_emails e join fields f on f.scope = 'contact' and f.key = e.source and f.type = 'email'
         where e.source <> 'primary' and e.contact_id in {ids}`
     } order by 1, 2, 5`,
    recordIds,
  );

/** Takes values away, whole ones. */
export const deleteValues = async (
  session: Session,
  scope: FieldScope,
  values: ReadonlyArray<{ recordId: number; fieldId: number }>,
): Promise<void> => {
  await queryWithRows(
    session,
    `delete from ${scope}_field_values
     where (${scope}_id, field_id) in (select record_id, field_id from {rows} as staged)`,
    { record_id: 'integer', field_id: 'integer' },
    values.map(({ recordId, fieldId }) => [recordId, fieldId]),
  );
};

export const insertValues = (session: Session, scope: FieldScope, rows: readonly ValueRow[]): Promise<void> =>
  insertItems(
    session,
    `${scope}_field_values`,
    { [`${scope}_id`]: 'integer', ...valueColumns },
    rows.map(placed),
    ['recordId', 'fieldId', 'place', 'optionId', 'value', 'sort'],
  );

const placed = ({ recordId, fieldId, optionId, value, sort }: ValueRow) => ({
  recordId,
  fieldId,
  place: optionId ?? 0,
  optionId,
  value,
  sort,
});

/** A record with its value. */
export interface RecordValue {
  recordId: number;
  recordName: string;
  rows: StoredValue[];
}

type NamedRow = StoredValue & Pick<RecordValue, 'recordId' | 'recordName'>;

/** Where the values of a field are. */
export interface ValuePlace {
  id: number;
  scope: FieldScope;
  key: string;
  /** Whether the values are e-mails of contacts (F4). */
  inEmails: boolean;
}

const pageRows = 5_000;

/**
 * All values of a field, in pages, in the order of the records' ids. What was read may be changed before the next page is
 * asked for.
 */
export async function* pagesOfValues(session: Session, place: ValuePlace): AsyncGenerator<RecordValue[]> {
  const name = place.scope === 'account' ? 'name' : 'display_name';
  // `+` keeps the index by sort bytes out of it: it would be walked whole for every page.
  const sql = place.inEmails
    ? `select e.contact_id as "recordId", r.display_name as "recordName", null as "optionId", e.address as value,
         e.address_key as sort from contact_emails e join contacts r on r.id = e.contact_id
       where e.source = ? and e.contact_id > ? order by e.contact_id limit ${pageRows}`
    : `select v.${place.scope}_id as "recordId", r.${name} as "recordName", v.option_id as "optionId", v.value,
         v.sort from ${place.scope}_field_values v join ${place.scope}s r on r.id = v.${place.scope}_id
       where +v.field_id = ? and v.${place.scope}_id > ?
       order by v.${place.scope}_id, v.place limit ${pageRows}`;
  for (let after = 0; ; ) {
    const rows = await query<NamedRow>(session, sql, [place.inEmails ? place.key : place.id, after]);
    const last = rows.at(-1);
    if (last === undefined) return;
    const isFull = rows.length === pageRows;
    // The last record of a full page may go on behind it.
    const whole = isFull ? rows.filter(({ recordId }) => recordId !== last.recordId) : rows;
    after = whole.at(-1)?.recordId ?? last.recordId;
    yield byRecord(whole);
    if (!isFull) return;
  }
}

/** The rows of each record together; they come in the order of records. */
function byRecord(rows: readonly NamedRow[]): RecordValue[] {
  const records: RecordValue[] = [];
  for (const { recordId, recordName, ...row } of rows) {
    const last = records.at(-1);
    if (last?.recordId === recordId) last.rows.push(row);
    else records.push({ recordId, recordName, rows: [row] });
  }
  return records;
}
