import type { Knex } from 'knex';
import { usageError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import type { SortColumn } from '../listing.ts';
import type { FieldFilter, FieldScope, FieldType, KnownField, StoredValue } from './model.ts';
import { noPhones, phoneReader } from './phone.ts';
import { fieldNamed, knownFields } from './references.ts';
import { isUnfit, readValue } from './rules.ts';
import { isCutSort } from './sorting.ts';
import { holdsEmails, invalidValue } from './values.ts';

type Query = Knex.QueryBuilder;
export type Condition = (records: Query) => void;

/** Types whose values have a before and an after. */
const ordered: readonly FieldType[] = ['number', 'date'];

/**
 * The conditions on accounts or contacts that filters by field mean (Q3). `!=` holds for records without a value, too; a
 * multi-dropdown equals a value when it holds all its options. Throws FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE,
 * INVALID_FIELD_FILTER (exit 2).
 */
export async function fieldConditions(
  deps: Deps,
  scope: FieldScope,
  filters: readonly FieldFilter[] = [],
): Promise<Condition[]> {
  if (filters.length === 0) return [];
  const fields = await knownFields(deps, scope);
  const conditions: Condition[] = [];
  for (const filter of filters) {
    const field = fieldNamed(fields, scope, filter.field);
    if ('present' in filter) {
      conditions.push(
        filter.present
          ? (records) => records.whereIn(`${scope}s.id`, owners(deps, field))
          : (records) => records.whereNotIn(`${scope}s.id`, owners(deps, field)),
      );
    } else {
      conditions.push(await comparing(deps, field, filter));
    }
  }
  return conditions;
}

async function comparing(
  deps: Deps,
  field: KnownField,
  { comparison, value }: Extract<FieldFilter, { value: string }>,
): Promise<Condition> {
  const wanted = readValue(field, value, await phonesFor(deps, field));
  if (isUnfit(wanted)) throw invalidValue(field, value, wanted);
  const isEquality = comparison === '=' || comparison === '!=';
  if (wanted.length === 0 || (!isEquality && !ordered.includes(field.type))) {
    throw usageError(
      'INVALID_FIELD_FILTER',
      wanted.length === 0
        ? `No value to compare the field "${field.label}" (${field.key}) with.`
        : `The field "${field.label}" (${field.key}) is ${field.type}: it can be compared with = and !=, not with ${comparison}.`,
      {
        hint:
          wanted.length === 0
            ? `For records without a value: --no-field ${field.key}`
            : 'Numbers and dates have an order: <, <=, > and >=.',
        details: { key: field.key, comparison, value },
      },
    );
  }
  const ids = `${field.scope}s.id`;
  if (!isEquality) {
    return (records) =>
      records.whereIn(ids, owners(deps, field).where(sortOf(field), comparison, wanted[0]?.sort ?? ''));
  }
  return (records) => {
    const equal = (query: Query) => {
      for (const part of wanted) query.whereIn(ids, having(deps, field, part));
    };
    if (comparison === '=') equal(records);
    else records.whereNot((query) => equal(query));
  };
}

const phonesFor = async (deps: Deps, { type }: KnownField) =>
  type === 'phone' ? phoneReader(deps) : noPhones;

/** Those whose value has a part. */
function having(deps: Deps, field: KnownField, { optionId, value, sort }: StoredValue): Query {
  const found = owners(deps, field);
  if (optionId !== null) return found.where('v.option_id', optionId);
  found.where(sortOf(field), sort);
  return isCutSort(sort) && !holdsEmails(field) ? found.where('v.value', value) : found;
}

const ownerOf = (field: KnownField): string => `v.${field.scope}_id`;
const sortOf = (field: KnownField): string => (holdsEmails(field) ? 'v.address_key' : 'v.sort');

/** Whose field has a value, as a subquery of their ids. */
const owners = (deps: Deps, field: KnownField): Query => values(deps.trx, field).select(ownerOf(field));

/** The rows of a field's values, as `v`. */
const values = (trx: Knex.Transaction, field: KnownField): Query =>
  holdsEmails(field)
    ? // The index over the e-mails of fields holds no primary ones.
      trx('contact_emails as v').whereRaw(`v.source <> 'primary'`).where('v.source', field.key)
    : trx(`${field.scope}_field_values as v`).where('v.field_id', field.id);

/**
 * The order by a field's values (Q3): options in their order, several by the first of them; records without a value come
 * last. Throws FIELD_NOT_FOUND (exit 3).
 */
export async function fieldSort(deps: Deps, scope: FieldScope, name: string): Promise<SortColumn> {
  const field = fieldNamed(await knownFields(deps, scope), scope, name);
  const { trx } = deps;
  return {
    column: sortOf(field),
    beside: {
      id: ownerOf(field),
      join: (records) => {
        if (holdsEmails(field)) {
          records
            .join('contact_emails as v', ownerOf(field), `${scope}s.id`)
            .whereRaw(`v.source <> 'primary'`)
            .where('v.source', field.key);
          return;
        }
        records
          .join(`${scope}_field_values as v`, ownerOf(field), `${scope}s.id`)
          .where('v.field_id', field.id);
        if (field.type === 'multi-dropdown') {
          records.whereNotExists(
            trx(`${scope}_field_values as w`)
              .select(trx.raw('1'))
              .whereRaw(`w.${scope}_id = v.${scope}_id and w.field_id = v.field_id and w.sort < v.sort`),
          );
        }
      },
      without: (records) => records.whereNotIn(`${scope}s.id`, owners(deps, field)),
    },
  };
}
