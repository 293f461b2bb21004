import type { Knex } from 'knex';
import { usageError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { inPeriod } from '../filter/fields.ts';
import type { Question } from '../filter/model.ts';
import { readPeriod } from '../filter/periods.ts';
import { textMatcher, textsFound } from '../filter/texts.ts';
import type { SortColumn } from '../listing.ts';
import type { Comparison, FieldFilter, FieldScope, FieldType, KnownField, StoredValue } from './model.ts';
import { noPhones, phoneReader } from './phone.ts';
import { fieldNamed, knownFields } from './references.ts';
import { isDropdown, isUnfit, readValue } from './rules.ts';
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
      const present = having(deps, field);
      conditions.push(filter.present ? present : (records) => records.whereNot(present));
    } else {
      conditions.push(await comparing(deps, field, filter));
    }
  }
  return conditions;
}

/**
 * The records for which a question about one of their custom fields is answered with yes (Q3). Throws FIELD_NOT_FOUND (exit 3),
 * INVALID_FIELD_VALUE, INVALID_FIELD_FILTER (exit 2).
 */
export async function customFieldNarrowing(
  deps: Deps,
  scope: FieldScope,
  name: string,
  question: Question,
): Promise<Condition> {
  const field = fieldNamed(await knownFields(deps, scope), scope, name);
  switch (question.asks) {
    case 'set':
      return having(deps, field);
    case '~':
      return containing(deps, field, question);
    default: {
      const { asks } = question;
      const conditions: Condition[] = [];
      for (const value of question.values) {
        conditions.push(await comparing(deps, field, { comparison: asks, value }));
      }
      return (records) => {
        records.where((group) => {
          for (const condition of conditions) group.orWhere((one) => condition(one));
        });
      };
    }
  }
}

/** Those of whose text, or of one of whose options, a part is asked for. */
async function containing(
  deps: Deps,
  field: KnownField,
  question: Extract<Question, { asks: '=' | '~' }>,
): Promise<Condition> {
  if (isDropdown(field.type)) {
    const matches = textMatcher(question);
    const ids = field.options.filter(({ label }) => matches(label)).map(({ id }) => id);
    return having(deps, field, (rows) => rows.whereIn('v.option_id', ids));
  }
  if (!holdsText.includes(field.type)) {
    throw incomparable(field, '~', question.values[0] ?? '', 'it can be compared with = and !=');
  }
  const column = holdsEmails(field) ? 'v.address' : 'v.value';
  const { sql, bindings } = values(deps.trx, field).distinct(`${column} as text`).toSQL();
  const found = await textsFound(deps, question, { sql, bindings });
  return having(deps, field, (rows) =>
    rows.whereRaw(`${column} in ${deps.dialect.stagedValues('text')}`, [JSON.stringify(found)]),
  );
}

/** Types whose values are texts, of which a part can be looked for. */
const holdsText: readonly FieldType[] = ['text', 'url', 'email', 'phone'];

async function comparing(
  deps: Deps,
  field: KnownField,
  { comparison, value }: { comparison: Comparison; value: string },
): Promise<Condition> {
  const days = field.type === 'date' ? daysAsked(deps, comparison, value) : undefined;
  if (days !== undefined) {
    const within = having(deps, field, (rows) => rows.whereRaw(days.sql, days.bindings));
    return comparison === '!=' ? (records) => records.whereNot(within) : within;
  }
  const wanted = readValue(field, value, await phonesFor(deps, field));
  if (isUnfit(wanted)) throw invalidValue(field, value, wanted);
  const isEquality = comparison === '=' || comparison === '!=';
  if (wanted.length === 0 || (!isEquality && !ordered.includes(field.type))) {
    throw wanted.length === 0
      ? usageError(
          'INVALID_FIELD_FILTER',
          `No value to compare the field "${field.label}" (${field.key}) with.`,
          {
            hint: `For records without a value: --no-field ${field.key}`,
            details: { key: field.key, comparison, value },
          },
        )
      : incomparable(field, comparison, value, 'it can be compared with = and !=');
  }
  if (!isEquality) {
    return having(deps, field, (rows) => rows.where(sortOf(field), comparison, wanted[0]?.sort ?? ''));
  }
  const equal = (records: Query) => {
    for (const part of wanted) having(deps, field, (rows) => holdingPart(rows, field, part))(records);
  };
  return comparison === '=' ? equal : (records) => records.whereNot((query) => equal(query));
}

const incomparable = (field: KnownField, comparison: string, value: string, allowed: string) =>
  usageError(
    'INVALID_FIELD_FILTER',
    `The field "${field.label}" (${field.key}) is ${field.type}: ${allowed}, not with ${comparison}.`,
    {
      hint: 'Numbers and dates have an order: <, <=, > and >=.',
      details: { key: field.key, comparison, value },
    },
  );

/** The days of a stretch of time, as a condition on the days that are stored; undefined for what is no stretch of whole days. */
function daysAsked(deps: Deps, comparison: Comparison, value: string) {
  const period = readPeriod(value, deps.clock());
  if (period === undefined || !isMidnight(period.from) || !isMidnight(period.to)) return undefined;
  const asks = comparison === '!=' ? '=' : comparison;
  const question = asks === '=' ? { asks, values: [value] } : { asks, values: [value] as const };
  return inPeriod(deps, 'v.sort', question, (time) => time.slice(0, 10));
}

const isMidnight = (time: string): boolean => /^~$|T00:00:00\.000Z$/.test(time);

const phonesFor = async (deps: Deps, { type }: KnownField) =>
  type === 'phone' ? phoneReader(deps) : noPhones;

/** Those with a value, or with one that is narrowed down. */
const having =
  (deps: Deps, field: KnownField, narrowed: (rows: Query) => Query = (rows) => rows): Condition =>
  (records) =>
    records.whereIn(`${field.scope}s.id`, narrowed(owners(deps, field)));

/** The rows of values that are a part of what is wanted. */
function holdingPart(rows: Query, field: KnownField, { optionId, value, sort }: StoredValue): Query {
  if (optionId !== null) return rows.where('v.option_id', optionId);
  rows.where(sortOf(field), sort);
  return isCutSort(sort) && !holdsEmails(field) ? rows.where('v.value', value) : rows;
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
