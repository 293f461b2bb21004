import { type Readable, Writable } from 'node:stream';
import { cancelledError } from '../errors.ts';
import { cut, measured } from '../output/cells.ts';
import { paintFor } from '../output/paint.ts';
import { safeText } from '../output/safe-text.ts';
import type { Hit } from './search-prompt.ts';

/** Where questions are asked: the terminal behind standard input and standard error. */
export interface Terminal {
  readonly streams: { readonly stdin: Readable; readonly stderr: Writable };
  readonly signal: AbortSignal;
  readonly color: boolean;
}

/** One of several answers. */
export interface Choice<Value = string> {
  value: Value;
  label: string;
  /** Said beside it in the list, and not behind the question. */
  aside?: string | undefined;
}

/** What is found for a text that somebody types. */
export interface Found<Value> {
  choices: ReadonlyArray<Choice<Value>>;
  /** Said below them: that there are more, or why there are none. */
  note?: string | undefined;
}

/** Says what is wrong with an answer, so that it is asked for again. */
export type Check = (answer: string) => string | undefined;

interface TextAnswer {
  optional?: boolean;
  check?: Check | undefined;
  /** What was answered before: it can be changed. */
  before?: string | undefined;
}

/** Asks for a text, which may be empty only where that is said. Throws CANCELLED at Ctrl-C and at the end of the input. */
export const askText = (
  terminal: Terminal,
  message: string,
  { optional = false, check, before }: TextAnswer = {},
): Promise<string> =>
  ask(terminal, {
    type: 'input',
    message,
    validate: (text) => {
      if (text === '') return optional || 'an answer is needed';
      return checked(check, text);
    },
    ...(before === undefined ? {} : { default: before, prefill: 'editable' as const }),
  });

/** Asks for a text that is not shown while it is typed. Throws CANCELLED like `askText`. */
export const askSecret = (terminal: Terminal, message: string, check?: Check): Promise<string> =>
  ask(terminal, { type: 'password', message, validate: (text) => checked(check, text) });

const checked = (check: Check | undefined, text: string): true | string => {
  const wrong = check?.(text);
  return wrong === undefined ? true : safeText(wrong);
};

/** Asks for one of `choices`. Throws CANCELLED like `askText`. */
export const askChoice = async <Value>(
  terminal: Terminal,
  message: string,
  choices: ReadonlyArray<Choice<Value>>,
): Promise<Value> =>
  chosen(
    choices,
    await ask<number>(terminal, {
      type: 'select',
      message,
      choices: await listed(terminal, choices),
      loop: false,
      pageSize: pageSize(terminal),
    }),
  );

/** Asks which of `choices`, none of them too. Throws CANCELLED like `askText`. */
export const askWhich = async <Value>(
  terminal: Terminal,
  message: string,
  choices: ReadonlyArray<Choice<Value>>,
): Promise<Value[]> => {
  const picked = await ask<number[]>(terminal, {
    type: 'checkbox',
    message,
    choices: await listed(terminal, choices),
    loop: false,
    pageSize: pageSize(terminal),
  });
  return picked.map((at) => chosen(choices, at));
};

/** Asks for one of what is found for whatever is typed, while it is typed. Throws CANCELLED like `askText`. */
export const askFound = async <Value>(
  terminal: Terminal,
  message: string,
  { find, hint }: { find: (text: string) => Promise<Found<Value>>; hint?: string | undefined },
): Promise<Choice<Value>> => {
  const choices = new Map<Hit, Choice<Value>>();
  const taken = await ask<Hit>(terminal, {
    type: 'search',
    message,
    find: async (text) => {
      const found = await find(text);
      const lines = await listed(terminal, found.choices);
      const hits = lines.map(({ name, short }): Hit => ({ name, short }));
      for (const [at, choice] of found.choices.entries()) {
        const hit = hits[at];
        if (hit !== undefined) choices.set(hit, choice);
      }
      return found.note === undefined ? hits : [...hits, { name: safeText(found.note), isNote: true }];
    },
    pageSize: pageSize(terminal),
    help: ['type to search, ↑↓ to choose, Enter to take', ...(hint === undefined ? [] : [hint])].join('\n'),
  });
  const choice = choices.get(taken);
  if (choice === undefined) throw new Error('the search answered with what it was not given');
  return choice;
};

/** Asks yes or no; Enter alone is no. Throws CANCELLED like `askText`. */
export const askConsent = (terminal: Terminal, message: string): Promise<boolean> =>
  ask(terminal, { type: 'confirm', message, default: false });

/** A list of inquirer's, in which choices are known by their places: each a single line of safe text. */
const listed = async (terminal: Terminal, choices: ReadonlyArray<Choice<unknown>>) => {
  const cells = Math.max(columnsOf(terminal.streams.stderr) - 4, 8);
  return measured(() =>
    choices.map(({ label, aside }, value) => ({
      name: cut(safeText(aside === undefined || aside === '' ? label : `${label} · ${aside}`), cells),
      short: safeText(label),
      value,
    })),
  );
};

const chosen = <Value>(choices: ReadonlyArray<Choice<Value>>, at: number): Value => {
  const choice = choices[at];
  if (choice === undefined) throw new Error(`there is no choice ${at}`);
  return choice.value;
};

type InquirerQuestion = { message: string } & (
  | { type: 'input'; validate: (text: string) => true | string; default?: string; prefill?: 'editable' }
  | { type: 'password'; validate: (text: string) => true | string }
  | ({ type: 'select' | 'checkbox' } & List)
  | { type: 'search'; find: (text: string) => Promise<readonly Hit[]>; pageSize: number; help: string }
  | { type: 'confirm'; default: false }
);

interface List {
  choices: Array<{ name: string; short: string; value: number }>;
  loop: false;
  pageSize: number;
}

/**
 * inquirer does not settle when its input ends: the process would run dry and end with code 0. So everything that
 * stops the input also aborts the question.
 */
const ask = async <Answer>(terminal: Terminal, question: InquirerQuestion): Promise<Answer> => {
  const { stdin: input, stderr: output } = terminal.streams;
  if (terminal.signal.aborted || input.readableEnded || input.destroyed) throw cancelledError();
  const { default: inquirer } = await import('inquirer');
  const ended = new AbortController();
  const stop = () => ended.abort();
  for (const event of endings) input.once(event, stop);
  try {
    const prompt = inquirer.createPromptModule({
      input: input as NodeJS.ReadStream,
      output: lent(output) as NodeJS.WriteStream,
      signal: AbortSignal.any([terminal.signal, ended.signal]),
    });
    if (question.type === 'search') {
      prompt.registerPrompt('search', (await import('./search-prompt.ts')).searchPrompt);
    }
    const answers = await prompt<{ answer: Answer }>({
      ...question,
      name: 'answer',
      message: safeText(question.message),
      theme: await themeFor(terminal),
    });
    return answers.answer;
  } catch (error) {
    throw error instanceof Error && interruptions.has(error.name) ? cancelledError() : error;
  } finally {
    for (const event of endings) input.off(event, stop);
  }
};

/** inquirer ends its output after every question; ours is needed for what follows. */
const lent = (output: Writable): Writable =>
  Object.defineProperty(
    new Writable({ write: (chunk, encoding, done) => void output.write(chunk, encoding, done) }),
    'columns',
    // Asked at each drawing: a window may be made narrower while a question stands in it.
    { get: () => columnsOf(output) },
  );

/** The width of the terminal that something is written to. */
export const columnsOf = (output: Writable): number => (output as Partial<NodeJS.WriteStream>).columns || 80;

/** As many lines of a list as leave the question and its help on the screen. */
const pageSize = ({ streams }: Terminal): number => {
  const { rows = 24 } = streams.stderr as Partial<NodeJS.WriteStream>;
  return Math.min(Math.max(rows - 6, 3), 10);
};

/** `pause` is what Ctrl-D leaves behind: readline closes and pauses its input without a word to inquirer. */
const endings = ['end', 'close', 'error', 'pause'] as const;

const interruptions = new Set(['AbortPromptError', 'ExitPromptError', 'CancelPromptError']);

type Keys = ReadonlyArray<readonly [key: string, action: string]>;
const keys = (all: Keys) => all.map(([key, action]) => `${key} ${action}`).join(', ');

const themeFor = async ({ color }: Terminal) => {
  if (!color) return plainTheme;
  const paint = await paintFor(true);
  return {
    icon: { cursor: '❯' },
    style: {
      searchTerm: (text: string) => paint(text, 'strong'),
      note: (text: string) => paint(text, 'muted'),
      keysHelpTip: (all: Keys) => paint(keys(all), 'muted'),
    },
  };
};

const same = (text: string) => text;
const plainTheme = {
  prefix: { idle: '?', done: '+' },
  icon: { cursor: '>', checked: '[x]', unchecked: '[ ]' },
  spinner: { frames: ['-', '\\', '|', '/'] },
  style: {
    answer: same,
    message: same,
    error: (text: string) => `> ${text}`,
    defaultAnswer: same,
    help: same,
    highlight: same,
    description: same,
    disabled: same,
    searchTerm: same,
    note: same,
    keysHelpTip: keys,
  },
};
