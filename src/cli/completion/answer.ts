import type { Suggestible, Suggestion } from '../../domain/suggestion/model.ts';
import { formats } from '../../output/settings.ts';
import type { AnyCommand, GroupEntry, OptionSpec } from '../define-command.ts';
import { parseFlags } from '../flags.ts';
import { isSeveral } from '../help.ts';
import { helpTopics } from '../topics/index.ts';
import { aliasesOf } from '../verbs.ts';
import { argumentValues, optionValues, type ValueShape } from './kinds.ts';
import { optionsAt, type Position, readWords } from './read-words.ts';

/** What a word may become. */
export interface Completion {
  /** Whole words, as they are meant, without quotes. */
  words: Suggestion[];
  /** The names of files may follow, which the shell knows best; in front of them stands so much of the word. */
  files: { behind: string } | undefined;
  /** The word goes on behind what is suggested: a list, `key=`. */
  goesOn: boolean;
}

/** Asks the database what it has that begins like this. */
export type Look = (
  what: Suggestible,
  beginning: string,
  db: string | undefined,
) => Promise<readonly Suggestion[]>;

const none: Completion = { words: [], files: undefined, goesOn: false };

/** How the last word of a command line may go on, the others being whole. */
export async function complete(
  groups: readonly GroupEntry[],
  before: readonly string[],
  current: string,
  look: Look,
): Promise<Completion> {
  const position = await readWords(groups, before);
  const found = await completeAt(position, groups, current, look);
  return { ...found, words: found.words.filter(({ text }) => beginsLike(text, current)) };
}

/** As people type: whatever the case. */
const beginsLike = (text: string, beginning: string): boolean =>
  text.toLowerCase().normalize('NFC').startsWith(beginning.toLowerCase().normalize('NFC'));

function completeAt(
  position: Position,
  groups: readonly GroupEntry[],
  current: string,
  look: Look,
): Completion | Promise<Completion> {
  const values = (spec: OptionSpec, typed: string) => optionCompletion(spec, position, typed, look);
  if (position.awaits !== undefined) return values(position.awaits, current);
  if (!position.isEnded && current.startsWith('-') && current !== '-') {
    const [, flag, typed] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? [];
    if (flag === undefined || typed === undefined) return withWords(flagsAt(position));
    const option = optionsAt(position).find(({ flags }) => parseFlags(flags).long === flag);
    return option === undefined ? none : behind(`${flag}=`, values(option, typed));
  }
  if (!position.isEnded && current === '-') return withWords(flagsAt(position));
  if (position.noun === undefined) return position.given > 0 ? none : withWords(nounsAt(position, groups));
  const verbs = position.verb === undefined && position.given === 0 ? verbsAt(position, current) : [];
  if (position.isHelp) return withWords(verbs);
  return argumentCompletion(position, current, look, verbs);
}

const withWords = (words: Suggestion[]): Completion => ({ ...none, words });

/** The same behind what stands in front of it in one word. */
async function behind(front: string, found: Completion | Promise<Completion>): Promise<Completion> {
  const { words, files, goesOn } = await found;
  return {
    words: words.map(({ text, about }) => ({ text: `${front}${text}`, about })),
    files: files && { behind: `${front}${files.behind}` },
    goesOn,
  };
}

const nounsAt = ({ isHelp }: Position, groups: readonly GroupEntry[]): Suggestion[] => [
  ...groups.map(({ name, summary }) => ({ text: name, about: summary })),
  ...(isHelp
    ? helpTopics.map(({ name, summary }) => ({ text: name, about: summary }))
    : [{ text: 'help', about: 'help about a command or a topic' }]),
];

/** The short names only for who begins to type one. */
function verbsAt({ group }: Position, current: string): Suggestion[] {
  const names = group?.verbs.map(({ name }) => name) ?? [];
  return (group?.verbs ?? []).flatMap(({ name, summary }) => [
    { text: name, about: summary },
    ...(current === '' ? [] : aliasesOf(name, names).map((text) => ({ text, about: summary }))),
  ]);
}

/** What was given already is not needed again, unless it may be repeated. */
const flagsAt = (position: Position): Suggestion[] =>
  optionsAt(position)
    .filter(({ flags, repeatable }) => repeatable || !position.used.has(parseFlags(flags).long))
    .map(({ flags, summary }) => ({ text: parseFlags(flags).long, about: summary }));

async function argumentCompletion(
  position: Position,
  current: string,
  look: Look,
  verbs: Suggestion[],
): Promise<Completion> {
  const specs = position.definition?.arguments ?? [];
  const last = specs.at(-1);
  const spec = specs[position.given] ?? (last !== undefined && isSeveral(last) ? last : undefined);
  if (spec === undefined) return withWords(verbs);
  const found =
    spec.suggests !== undefined
      ? withWords(plain(spec.suggests))
      : await shaped(argumentValues(spec), position, current, look);
  return { ...found, words: [...verbs, ...found.words] };
}

function optionCompletion(
  spec: OptionSpec,
  position: Position,
  typed: string,
  look: Look,
): Completion | Promise<Completion> {
  if (spec.choices !== undefined) return withWords(plain(spec.choices));
  switch (parseFlags(spec.flags).long) {
    case '--output':
      return withWords(plain(formats));
    case '--fields':
      return inList(typed, withWords(shownFields(position.definition)));
    case '--sort':
      return sortCompletion(spec, position, typed, look);
    default:
      return spec.suggests !== undefined
        ? withWords(plain(spec.suggests))
        : shaped(optionValues(spec), position, typed, look);
  }
}

const plain = (texts: readonly string[]): Suggestion[] => texts.map((text) => ({ text, about: '' }));

/** The fields that `--fields` takes. */
function shownFields(definition: AnyCommand | undefined): Suggestion[] {
  const view = definition?.view;
  if (view === undefined || !('fields' in view)) return [];
  return view.fields.map(({ key, heading }) => ({ text: key, about: heading }));
}

/** One more of a list: what stands behind the last comma. */
async function inList(typed: string, found: Completion | Promise<Completion>): Promise<Completion> {
  const front = typed.slice(0, typed.lastIndexOf(',') + 1);
  const taken = new Set(typed.split(',').slice(0, -1));
  const { words, ...more } = await found;
  return behind(front, { ...more, goesOn: true, words: words.filter(({ text }) => !taken.has(text)) });
}

/** Sort keys, either way round; `field:KEY` stands for each field there is. */
async function sortCompletion(
  { suggests = [] }: OptionSpec,
  position: Position,
  typed: string,
  look: Look,
): Promise<Completion> {
  const front = typed.startsWith('-') ? '-' : '';
  const named = suggests.filter((sort) => !sort.startsWith('field:'));
  const fields =
    named.length < suggests.length && typed.startsWith(`${front}field:`)
      ? (await shaped({ kind: 'field' }, position, typed.slice(front.length + 'field:'.length), look)).words
      : named.length < suggests.length
        ? [{ text: '', about: 'a custom field' }]
        : [];
  return {
    ...withWords([
      ...named.map((text) => ({ text: `${front}${text}`, about: '' })),
      ...fields.map(({ text, about }) => ({ text: `${front}field:${text}`, about })),
    ]),
  };
}

/** What a value may be, in the shape that is asked for. */
async function shaped(shape: ValueShape, position: Position, typed: string, look: Look): Promise<Completion> {
  const { kind, isList = false, isKey = false } = shape;
  if (kind === undefined) return none;
  if (kind === 'file') return { ...none, files: { behind: '' } };
  if (isList) return inList(typed, shaped({ kind }, position, typed.slice(typed.lastIndexOf(',') + 1), look));
  // Behind the `=` stands a value of the field, of which there are as many as accounts.
  if (isKey && typed.includes('=')) return none;
  const wanted = kind === 'field' ? fieldsOf(position) : [kind];
  const words: Suggestion[] = [];
  for (const what of wanted) words.push(...(await look(what, typed, position.db)));
  if (!isKey) return withWords(words);
  return { ...none, words: words.map(({ text, about }) => ({ text: `${text}=`, about })), goesOn: true };
}

/** Whose fields a command speaks of. */
const fieldsOf = ({ noun }: Position): Suggestible[] => {
  if (noun?.name === 'account') return ['account-field'];
  return noun?.name === 'contact' ? ['contact-field'] : ['account-field', 'contact-field'];
};
