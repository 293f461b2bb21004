import { nearest } from '../nearest.ts';

/** Words people bring from other programs, and what they are called here, in order of likelihood. */
const verbSynonyms: Readonly<Record<string, readonly string[]>> = {
  new: ['create', 'add'],
  add: ['create'],
  make: ['create'],
  insert: ['create'],
  get: ['show'],
  read: ['show', 'get'],
  view: ['show', 'get'],
  info: ['show', 'get'],
  display: ['show', 'get'],
  cat: ['show', 'get'],
  all: ['list'],
  index: ['list'],
  find: ['list'],
  search: ['list'],
  update: ['edit', 'set'],
  set: ['edit', 'set'],
  modify: ['edit', 'set'],
  change: ['edit', 'set'],
  patch: ['edit'],
  remove: ['delete', 'remove', 'unlink'],
  del: ['delete', 'remove'],
  destroy: ['delete'],
  drop: ['delete'],
  erase: ['delete'],
  has: ['exists'],
  unarchive: ['restore'],
  connect: ['link'],
  attach: ['link', 'add'],
  disconnect: ['unlink'],
  detach: ['unlink', 'remove'],
  assign: ['add', 'link'],
  upgrade: ['migrate'],
  undo: ['rollback'],
  colour: ['recolor'],
  recolour: ['recolor'],
};

const nounSynonyms: Readonly<Record<string, readonly string[]>> = {
  client: ['account'],
  customer: ['account'],
  company: ['account'],
  konto: ['account'],
  person: ['contact'],
  people: ['contact'],
  kontakt: ['contact'],
  label: ['tag'],
  find: ['search'],
  history: ['audit'],
  log: ['audit'],
  setup: ['init'],
  settings: ['config'],
  configuration: ['config'],
  database: ['db'],
  upgrade: ['db'],
  migrate: ['db'],
};

const optionSynonyms: Readonly<Record<string, readonly string[]>> = {
  '--format': ['--output'],
  '--database': ['--db'],
  '--force': ['--yes'],
  '--verbose': ['--debug'],
  '--silent': ['--quiet'],
  '--user': ['--actor'],
  '--columns': ['--fields'],
  '--colour': ['--color'],
  '--no-colour': ['--no-color'],
  '--mail': ['--email'],
  '--tag': ['--add-tag'],
  '--zip': ['--postal-code'],
  '--postcode': ['--postal-code'],
};

/** The verb that was probably meant: a synonym that this noun has, else the nearest spelling. */
export const suggestVerb = (word: string, verbs: readonly string[]): string | undefined =>
  suggest(word, verbs, verbSynonyms);

export const suggestNoun = (word: string, nouns: readonly string[]): string | undefined =>
  suggest(word, nouns, nounSynonyms) ?? suggest(word.replace(/s$/, ''), nouns, nounSynonyms);

export const suggestOption = (flag: string, flags: readonly string[]): string | undefined =>
  suggest(flag.replace(/=.*$/, ''), flags, optionSynonyms);

const suggest = (
  word: string,
  known: readonly string[],
  synonyms: Readonly<Record<string, readonly string[]>>,
): string | undefined => {
  const lower = word.toLowerCase();
  const meant = Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined;
  return meant?.find((candidate) => known.includes(candidate)) ?? nearest(word, known);
};
