import { KontorError, usageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { GroupEntry } from './define-command.ts';
import { rootHelp, topicHelp } from './help.ts';
import { readCommandLine } from './program.ts';
import { scanFormat } from './scan.ts';
import { suggestNoun } from './suggest.ts';
import { helpTopics } from './topics/index.ts';

export const helpFormats = ['text', 'json', 'man'] as const;
type HelpFormat = (typeof helpFormats)[number];

interface Asked {
  /** What stood behind `help`. */
  argv: readonly string[];
  groups: readonly GroupEntry[];
  /** Width of texts in cells. */
  width: number;
  version: string;
  /** For the manual: when it is made. */
  now: Date;
}

/**
 * Answers `kontor help [NOUN [VERB] | TOPIC] [--format text|json|man]`. Throws UNKNOWN_TOPIC, and what is wrong with the words
 * (exit 2).
 */
export async function helpFor({ argv, groups, width, version, now }: Asked): Promise<string> {
  const { words, format } = readHelpWords(argv);
  const [word, verb, ...more] = words;
  if (more.length > 0) {
    throw usageError(
      'UNEXPECTED_ARGUMENT',
      `help takes a noun and a verb, or a topic, not also "${more[0]}".`,
      {
        hint: 'As in: kontor help account create',
      },
    );
  }
  if (format === 'man') {
    requireNoWord(word);
    const { surfaceOf } = await import('./surface.ts');
    const { manPage } = await import('./man-page.ts');
    return manPage(await surfaceOf(groups, version), now.toISOString().slice(0, 10));
  }
  if (format === 'json') return asJson(groups, version, word, verb);
  if (word === undefined) return rootHelp(groups, width);
  const topic = verb === undefined ? helpTopics.find(({ name }) => name === word) : undefined;
  const about = topic === undefined ? '' : topicHelp(topic, await topic.load(), width);
  const isNoun = groups.some(({ name }) => name === word);
  if (about !== '' && !isNoun) return about;
  const line = { argv: [word, ...(verb === undefined ? [] : [verb]), '--help'], groups, noun: word, width };
  requireKnown(groups, word);
  const request = await readCommandLine(line);
  const text = request.kind === 'help' ? request.text : rootHelp(groups, width);
  return about === '' ? text : `${text}\n${about}`;
}

function requireKnown(groups: readonly GroupEntry[], word: string): void {
  if (groups.some(({ name }) => name === word)) return;
  const topics = helpTopics.map(({ name }) => name);
  const nouns = groups.map(({ name }) => name);
  const near = nearest(word, topics) ?? suggestNoun(word, nouns);
  throw usageError('UNKNOWN_TOPIC', `There is neither a command nor a topic "${word}".`, {
    hint:
      near === undefined
        ? `Topics: ${topics.join(', ')}. Commands: ${nouns.join(', ')}.`
        : `Did you mean \`kontor help ${near}\`?`,
    details: { given: word, topics, allowed: nouns },
  });
}

function requireNoWord(word: string | undefined): void {
  if (word === undefined) return;
  throw usageError('UNEXPECTED_ARGUMENT', 'The manual is about all commands.', {
    hint: 'As in: kontor help --format man > kontor.1',
  });
}

async function asJson(
  groups: readonly GroupEntry[],
  version: string,
  word: string | undefined,
  verb: string | undefined,
): Promise<string> {
  const { nounFacts, surfaceOf } = await import('./surface.ts');
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  if (word === undefined) return text(await surfaceOf(groups, version));
  const entry = groups.find(({ name }) => name === word);
  const topic = helpTopics.find(({ name }) => name === word);
  if (entry === undefined && topic === undefined) requireKnown(groups, word);
  const noun = entry && (await nounFacts(entry));
  if (verb === undefined) {
    const about = topic && { name: topic.name, summary: topic.summary, passages: await topic.load() };
    return text(noun === undefined ? about : { ...noun, topic: about ?? null });
  }
  const found = noun?.verbs.find(({ name, aliases }) => [name, ...aliases].includes(verb));
  if (found !== undefined) return text(found);
  const { unknownVerb } = await import('./misuse.ts');
  throw unknownVerb({ path: word, verbs: noun?.verbs.map(({ name }) => name) ?? [], flags: [] }, verb);
}

/** The words, and the format; other options of the program mean nothing here and may stand here. */
function readHelpWords(argv: readonly string[]): { words: string[]; format: HelpFormat } {
  const words: string[] = [];
  let format: string = ['json', 'jsonl'].includes(scanFormat(argv) ?? '') ? 'json' : 'text';
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [, given] = /^--format(?:=(.*))?$/s.exec(word) ?? [];
    if (word.startsWith('--format') && (given !== undefined || word === '--format')) {
      if (given === undefined) at += 1;
      format = given ?? argv[at] ?? '';
    } else if (/^(?:-o|--output|--db|--actor|--fields)$/.test(word)) at += 1;
    else if (!word.startsWith('-')) words.push(word);
  }
  const known = helpFormats.find((candidate) => candidate === format);
  if (known !== undefined) return { words, format: known };
  throw new KontorError('usage', 'UNKNOWN_FORMAT', `--format names an unknown format: "${format}".`, {
    hint: `Valid: ${helpFormats.join(', ')}.`,
    details: { given: format, allowed: helpFormats },
  });
}
