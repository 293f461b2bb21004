import { notFoundError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { parseReference, type Reading, type Reference, referencedId } from './text/references.ts';

/** A record that a reference may mean. */
export interface Candidate {
  id: number;
  name: string;
}

/** How one kind of record is looked up: for each reading, the records that the values mean, by value. */
export interface Lookup {
  noun: 'account' | 'contact';
  byId: (ids: readonly number[]) => Promise<Candidate[]>;
  readings: Partial<
    Record<Exclude<Reading, 'id'>, (values: readonly string[]) => Promise<Map<string, Candidate[]>>>
  >;
  /** Names like the one that was not found. */
  similar: (text: string) => Promise<Candidate[]>;
}

/**
 * What references mean, in input order. Throws, for the first that means nothing, `<NOUN>_NOT_FOUND` naming the
 * nearest, and for one that means several `<NOUN>_AMBIGUOUS` listing them (both exit 3).
 */
export async function resolve(lookup: Lookup, texts: readonly string[]): Promise<Candidate[]> {
  const references = texts.map(parseReference);
  const ids = references.flatMap((reference) =>
    reference.reading === 'id' ? (referencedId(reference) ?? []) : [],
  );
  const byId = new Map((ids.length === 0 ? [] : await lookup.byId(ids)).map((found) => [found.id, found]));
  const found = references.map((reference) => {
    const id = reference.reading === 'id' ? referencedId(reference) : undefined;
    const record = id === undefined ? undefined : byId.get(id);
    return new Map(record === undefined ? [] : [[record.id, record]]);
  });
  for (const [reading, read] of Object.entries(lookup.readings)) {
    const asked = references.flatMap((reference, index) =>
      reference.reading === undefined || reference.reading === reading ? [{ reference, index }] : [],
    );
    if (asked.length === 0) continue;
    const matches = await read(asked.map(({ reference }) => reference.value));
    for (const { reference, index } of asked) {
      for (const record of matches.get(reference.value) ?? []) found[index]?.set(record.id, record);
    }
  }
  const results: Candidate[] = [];
  for (const [index, reference] of references.entries()) {
    const records = [...(found[index]?.values() ?? [])];
    const [record] = records;
    if (record === undefined) throw await notFound(lookup, reference);
    if (records.length > 1) throw ambiguous(lookup, reference, records);
    results.push(record);
  }
  return results;
}

async function notFound(lookup: Lookup, reference: Reference) {
  const { noun } = lookup;
  const near = reference.reading === 'id' ? undefined : await nearestOf(lookup, reference.value);
  const forced = reference.reading !== undefined && !(reference.reading in { id: 1, ...lookup.readings });
  return notFoundError(
    `${noun.toUpperCase()}_NOT_FOUND`,
    forced
      ? `There is no ${noun} "${reference.text}": ${noun}s have no ${reference.reading}.`
      : `There is no ${noun} "${reference.text}".`,
    {
      hint:
        near === undefined
          ? `kontor ${noun} list shows them${noun === 'account' ? '; kontor search finds parts of names and e-mails' : ''}.`
          : `Did you mean ${near.id} "${near.name}"?`,
      details: { reference: reference.text, nearest: near ?? null },
    },
  );
}

async function nearestOf(lookup: Lookup, text: string): Promise<Candidate | undefined> {
  const similar = await lookup.similar(text);
  const name = nearest(
    text,
    similar.map((candidate) => candidate.name),
  );
  return similar.find((candidate) => candidate.name === name);
}

function ambiguous({ noun }: Lookup, reference: Reference, records: readonly Candidate[]) {
  const listed = records.slice(0, 10).map((record) => `${record.id} "${record.name}"`);
  const more = records.length > listed.length ? ` and ${records.length - listed.length} more` : '';
  return notFoundError(
    `${noun.toUpperCase()}_AMBIGUOUS`,
    `"${reference.text}" means ${records.length} ${noun}s: ${listed.join(', ')}${more}.`,
    {
      hint: `Name one by its id, as in id:${records[0]?.id}.`,
      details: { reference: reference.text, candidates: records.map(({ id, name }) => ({ id, name })) },
    },
  );
}

/** The error for a record that was there when it was named and is not any more. */
export const goneError = (noun: Lookup['noun'], id: number) =>
  notFoundError(`${noun.toUpperCase()}_NOT_FOUND`, `There is no ${noun} ${id} (any more).`, {
    hint: `kontor ${noun} list`,
    details: { id },
  });

/** Groups records by the value they were found under. */
export function byValue(
  values: readonly string[],
  keyOf: (value: string) => string,
  records: ReadonlyArray<Candidate & { matched: string }>,
): Map<string, Candidate[]> {
  const byKey = new Map<string, Candidate[]>();
  for (const { matched, id, name } of records) {
    const list = byKey.get(matched);
    if (list === undefined) byKey.set(matched, [{ id, name }]);
    else list.push({ id, name });
  }
  return new Map(values.map((value) => [value, byKey.get(keyOf(value)) ?? []]));
}
