import type { Deps } from '../deps.ts';
import { knownFields } from '../field/references.ts';
import type { Listing } from '../listing.ts';
import type { OnProgress } from '../progress.ts';
import { fold } from '../text/folding.ts';
import { blocksOf, hashOf, keyEntry } from './blocks.ts';
import { type Group, groupsOf, type ScoredPairs, scoredPairs } from './groups.ts';
import { type KeyKind, keyKinds, keysOf, townKey } from './keys.ts';
import type { DuplicateQuery, Duplicates } from './model.ts';
import { nameKey } from './names.ts';
import { type Person, type PersonRow, personOf } from './person.ts';
import {
  detailsOf,
  pagesOfPeople,
  readDuplicateContacts,
  readPeople,
  type TellingFields,
} from './repository.ts';
import { evidenceFor } from './rules.ts';

/** What is kept of all contacts: numbers alone, some hundred bytes for each. */
interface Index {
  /** By row: a contact's number in the order in which they were read. */
  ids: number[];
  /** What cuts large blocks down: contacts of a name by where they live, all others by their names. */
  names: Array<number | undefined>;
  towns: Array<number | undefined>;
  keys: Record<KeyKind, number[]>;
}

/**
 * Contacts that may be one person (L5), best first. Only those are compared that share a key: a name in any spelling and
 * order, an e-mail or its part before the @, a phone number, the house and the initial, the birthday and the initial. So
 * the time grows with the number of contacts, and what is held in memory is a few numbers for each.
 */
export async function findDuplicates(
  deps: Deps,
  { minScore, limit, page = 1 }: DuplicateQuery,
  progress: OnProgress = () => {},
): Promise<Listing<Duplicates>> {
  const fields = await tellingFields(deps);
  const index = await indexOf(deps, fields, progress);
  const groups = groupsOf(await likePairs(deps, fields, index, minScore, progress));
  const shown = limit === undefined ? groups : groups.slice((page - 1) * limit, page * limit);
  return { rows: described(deps, fields, index, shown), total: async () => groups.length };
}

const birthday = /birth|born|geb/;

/** Fields of phone numbers, and those of dates that are called like a birthday. */
async function tellingFields(deps: Deps): Promise<TellingFields> {
  const fields = await knownFields(deps, 'contact');
  const idsOf = (type: 'phone' | 'date') => fields.filter((field) => field.type === type);
  return {
    phones: new Set(idsOf('phone').map(({ id }) => id)),
    births: new Set(
      idsOf('date')
        .filter(({ key, label }) => birthday.test(key) || birthday.test(fold(label)))
        .map(({ id }) => id),
    ),
  };
}

async function indexOf(deps: Deps, fields: TellingFields, progress: OnProgress): Promise<Index> {
  const index: Index = {
    ids: [],
    names: [],
    towns: [],
    keys: { name: [], email: [], local: [], phone: [], place: [], birth: [] },
  };
  for await (const rows of pagesOfPeople(deps)) {
    for (const person of await asPeople(deps, fields, rows)) {
      const row = index.ids.push(person.id) - 1;
      const [name, town] = [nameKey(person.name), townKey(person)];
      index.names.push(name === undefined ? undefined : hashOf(name));
      index.towns.push(town === undefined ? undefined : hashOf(town));
      const keys = keysOf(person);
      for (const kind of keyKinds) {
        for (const key of keys[kind]) index.keys[kind].push(keyEntry(key, row));
      }
    }
    progress({ unit: 'contacts', done: index.ids.length });
  }
  return index;
}

async function asPeople(deps: Deps, fields: TellingFields, rows: readonly PersonRow[]): Promise<Person[]> {
  const details = await detailsOf(
    deps,
    fields,
    rows.map(({ id }) => id),
  );
  return rows.map((row) =>
    personOf(row, details.get(row.id) ?? { emails: [], phones: [], births: new Map() }),
  );
}

/** As many contacts are read at a time to be compared. */
const batchRows = 2_000;

/** Compares those who share a key. */
async function likePairs(
  deps: Deps,
  fields: TellingFields,
  index: Index,
  minScore: number,
  progress: OnProgress,
): Promise<ScoredPairs> {
  const pairs = scoredPairs();
  let compared = 0;
  const compare = async (blocks: ReadonlyArray<readonly number[]>) => {
    const people = await peopleByRow(deps, fields, index, blocks.flat());
    for (const block of blocks) {
      for (const [at, one] of block.entries()) {
        for (const other of block.slice(at + 1)) {
          const [a, b] = [people.get(one), people.get(other)];
          const score = a === undefined || b === undefined ? 0 : evidenceFor(a, b).score;
          if (score >= minScore) pairs.add(one, other, score);
          compared += 1;
        }
      }
    }
    progress({ unit: 'pairs', done: compared });
  };
  for (const kind of keyKinds) {
    let blocks: Array<readonly number[]> = [];
    let rows = 0;
    const second = kind === 'name' ? index.towns : index.names;
    for (const block of blocksOf(index.keys[kind], (row) => second[row])) {
      blocks.push(block);
      rows += block.length;
      if (rows < batchRows) continue;
      await compare(blocks);
      blocks = [];
      rows = 0;
    }
    await compare(blocks);
    // What is done with is let go.
    index.keys[kind] = [];
  }
  return pairs;
}

async function peopleByRow(
  deps: Deps,
  fields: TellingFields,
  { ids }: Index,
  rows: readonly number[],
): Promise<Map<number, Person>> {
  const rowById = new Map(rows.map((row) => [ids[row] ?? 0, row]));
  const read = await readPeople(deps, [...rowById.keys()]);
  const people = await asPeople(deps, fields, read);
  return new Map(people.map((person) => [rowById.get(person.id) ?? 0, person]));
}

const pageGroups = 200;

/** The groups as they are shown; their reasons are found again rather than kept. */
async function* described(
  deps: Deps,
  fields: TellingFields,
  index: Index,
  groups: readonly Group[],
): AsyncGenerator<Duplicates> {
  for (let start = 0; start < groups.length; start += pageGroups) {
    const page = groups.slice(start, start + pageGroups);
    const rows = page.flatMap((group) => group.rows);
    const people = await peopleByRow(deps, fields, index, rows);
    const contacts = await readDuplicateContacts(
      deps,
      [...people.values()].map(({ id }) => id),
    );
    for (const group of page) {
      const members = group.rows.flatMap((row) => people.get(row) ?? []);
      yield {
        contacts: members
          .flatMap(({ id }) => contacts.get(id) ?? [])
          .sort((a, b) => b.accounts - a.accounts || a.id - b.id),
        score: group.score,
        reasons: reasonsOf(members),
      };
    }
  }
}

/** What speaks for some of a group being one; of two it is what speaks for both. */
const reasonsOf = (people: readonly Person[]): string[] => [
  ...new Set(
    people.flatMap((one, at) => people.slice(at + 1).flatMap((other) => evidenceFor(one, other).reasons)),
  ),
];
