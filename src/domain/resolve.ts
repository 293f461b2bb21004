import { queryByIds, queryByTexts } from '../db/bulk.ts';
import { notFoundError, type Offers } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Deps } from './deps.ts';
import { parseReference, type Reading, type Reference, referencedId } from './text/references.ts';

/** A record that a reference may mean. */
export interface Candidate {
  id: number;
  name: string;
}

/** A way to read references other than as ids. */
export interface ReadingRule {
  /** Brings a value into the form that is compared. */
  keyOf: (value: string) => string;
  /** Selects `id`, `name` and `matched` (the compared form) of the records that `{texts}` mean. */
  sql: string;
}

/** How one kind of record is looked up. */
export interface Lookup {
  noun: 'account' | 'contact';
  /** Selects `id` and `name` of the records with `{ids}`. */
  byId: string;
  readings: Partial<Record<Exclude<Reading, 'id'>, ReadingRule>>;
  /** Records with names like one that was not found. */
  similar: (deps: Deps, text: string) => Promise<Candidate[]>;
  /** Records in which a text is found. */
  found: (deps: Deps, text: string) => Promise<Candidate[]>;
  /** What tells records from others that are called the same, by id. */
  about: (deps: Deps, ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
}

/** What a reference is turned into; each throws `<NOUN>_NOT_FOUND` and `<NOUN>_AMBIGUOUS` (exit 3). */
export interface Resolver {
  /** The records of references, in input order. */
  several: (deps: Deps, references: readonly string[]) => Promise<Candidate[]>;
  /** The id of one record. */
  one: (deps: Deps, reference: string) => Promise<number>;
  /** The ids of records, each once, in input order. */
  ids: (deps: Deps, references: readonly string[]) => Promise<number[]>;
}

/** Makes the resolver of one kind of record. */
export function resolverOf(lookup: Lookup): Resolver {
  const several = (deps: Deps, references: readonly string[]) => resolve(deps, lookup, references);
  return {
    several,
    one: async (deps, reference) => {
      const [found] = await several(deps, [reference]);
      if (found === undefined) throw new Error('resolve gave nothing for one reference');
      return found.id;
    },
    ids: async (deps, references) => [...new Set((await several(deps, references)).map((found) => found.id))],
  };
}

/**
 * What references mean, in input order. Throws, for the first that means nothing, `<NOUN>_NOT_FOUND` naming the
 * nearest, and for one that means several `<NOUN>_AMBIGUOUS` listing them (both exit 3).
 */
async function resolve(deps: Deps, lookup: Lookup, texts: readonly string[]): Promise<Candidate[]> {
  const references = texts.map((text) => parseReference(asMeant(deps, lookup.noun, text)));
  const ids = references.flatMap((reference) =>
    reference.reading === 'id' ? (referencedId(reference) ?? []) : [],
  );
  const records = await queryByIds<Candidate>(deps, lookup.byId, ids);
  const byId = new Map(records.map((record) => [record.id, record]));
  const found = references.map((reference) => {
    const id = reference.reading === 'id' ? referencedId(reference) : undefined;
    const record = id === undefined ? undefined : byId.get(id);
    return new Map(record === undefined ? [] : [[record.id, record]]);
  });
  for (const [reading, rule] of Object.entries(lookup.readings)) {
    const asked = references.flatMap((reference, index) =>
      reference.reading === undefined || reference.reading === reading ? [{ reference, index }] : [],
    );
    if (asked.length === 0) continue;
    const matches = await matching(
      deps,
      rule,
      asked.map(({ reference }) => reference.value),
    );
    for (const { reference, index } of asked) {
      for (const record of matches.get(reference.value) ?? []) found[index]?.set(record.id, record);
    }
  }
  const results: Candidate[] = [];
  for (const [index, reference] of references.entries()) {
    const records = [...(found[index]?.values() ?? [])];
    const [record] = records;
    if (record === undefined) throw await notFound(deps, lookup, reference);
    if (records.length > 1) throw await ambiguous(deps, lookup, reference, records);
    results.push(record);
  }
  return results;
}

async function notFound(deps: Deps, lookup: Lookup, reference: Reference) {
  const { noun } = lookup;
  const near = reference.reading === 'id' ? undefined : await nearestOf(deps, lookup, reference.value);
  const forced = reference.reading !== undefined && !(reference.reading in { id: 1, ...lookup.readings });
  return notFoundError(
    `${noun.toUpperCase()}_NOT_FOUND`,
    forced
      ? `There is no ${noun} "${reference.text}": ${noun}s have no ${reference.reading}.`
      : `There is no ${noun} "${reference.text}".`,
    {
      hint:
        reference.reading === 'id' && reference.text === reference.value
          ? `Digits alone are an id. For a name or key of digits: name:${reference.value} or key:${reference.value}.`
          : near === undefined
            ? `kontor ${noun} list shows them${noun === 'account' ? '; kontor search finds parts of names and e-mails' : ''}.`
            : `Did you mean ${near.id} "${near.name}"?`,
      details: { reference: reference.text, nearest: near ?? null },
      offers: await offers(deps, lookup, reference, async () => [
        ...(near === undefined ? [] : [near]),
        ...(reference.reading === 'id' ? [] : await alike(deps, lookup, reference.value)),
      ]),
    },
  );
}

/** Records in which a text is found, else those that have a word like it in their names. */
async function alike(deps: Deps, { found, similar }: Lookup, text: string): Promise<Candidate[]> {
  const holding = await found(deps, text);
  if (holding.length > 0) return holding;
  return (await similar(deps, text)).filter(
    ({ name }) => nearest(text, [...name.split(/\s+/u), name]) !== undefined,
  );
}

/** What somebody has said that a reference means, or the reference itself. */
export const asMeant = ({ meant }: Deps, noun: string, reference: string): string =>
  meant?.get(`${noun} ${reference}`) ?? reference;

const mostOffers = 50;

/** Records to choose from, where somebody is there to choose. */
async function offers(
  deps: Deps,
  { noun, about }: Lookup,
  { text: reference }: Reference,
  candidates: () => Promise<readonly Candidate[]>,
): Promise<Offers | undefined> {
  if (deps.meant === undefined) return undefined;
  const records = new Map((await candidates()).slice(0, mostOffers).map(({ id, name }) => [id, name]));
  const abouts = await about(deps, [...records.keys()]);
  return {
    noun,
    reference,
    records: [...records].map(([id, label]) => ({ value: `id:${id}`, label, about: abouts.get(id) ?? '' })),
  };
}

async function nearestOf(deps: Deps, lookup: Lookup, text: string): Promise<Candidate | undefined> {
  const similar = await lookup.similar(deps, text);
  const name = nearest(
    text,
    similar.map((candidate) => candidate.name),
  );
  return similar.find((candidate) => candidate.name === name);
}

async function ambiguous(deps: Deps, lookup: Lookup, reference: Reference, records: readonly Candidate[]) {
  const { noun } = lookup;
  const listed = records.slice(0, 10).map((record) => `${record.id} "${record.name}"`);
  const more = records.length > listed.length ? ` and ${records.length - listed.length} more` : '';
  return notFoundError(
    `${noun.toUpperCase()}_AMBIGUOUS`,
    `"${reference.text}" means ${records.length} ${noun}s: ${listed.join(', ')}${more}.`,
    {
      hint: `Name one by its id, as in id:${records[0]?.id}.`,
      details: { reference: reference.text, candidates: records.map(({ id, name }) => ({ id, name })) },
      offers: await offers(deps, lookup, reference, async () => records),
    },
  );
}

/** The error for a record that was there when it was named and is not any more. */
export const goneError = (noun: Lookup['noun'], id: number) =>
  notFoundError(`${noun.toUpperCase()}_NOT_FOUND`, `There is no ${noun} ${id} (any more).`, {
    hint: `kontor ${noun} list`,
    details: { id },
    isOvertaken: true,
  });

/** The records that values mean under one reading, by value. */
async function matching(
  deps: Deps,
  { keyOf, sql }: ReadingRule,
  values: readonly string[],
): Promise<Map<string, Candidate[]>> {
  const byKey = new Map<string, Candidate[]>();
  const rows = await queryByTexts<Candidate & { matched: string }>(deps, sql, values.map(keyOf));
  for (const { matched, id, name } of rows) {
    const list = byKey.get(matched);
    if (list === undefined) byKey.set(matched, [{ id, name }]);
    else list.push({ id, name });
  }
  return new Map(values.map((value) => [value, byKey.get(keyOf(value)) ?? []]));
}
