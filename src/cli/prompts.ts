import { type Readable, Writable } from 'node:stream';
import { cancelledError } from '../errors.ts';
import { safeText } from '../output/safe-text.ts';

/** Where questions are asked: the terminal behind standard input and standard error. */
export interface Terminal {
  readonly streams: { readonly stdin: Readable; readonly stderr: Writable };
  readonly signal: AbortSignal;
  readonly color: boolean;
}

/** Asks for a text, which may be empty only where that is said. Throws CANCELLED at Ctrl-C and at the end of the input. */
export const askText = (terminal: Terminal, message: string, { optional = false } = {}): Promise<string> =>
  ask(terminal, { type: 'input', message, required: !optional });

/** Asks for a text that is not shown while it is typed. Throws CANCELLED like `askText`. */
export const askSecret = (terminal: Terminal, message: string): Promise<string> =>
  ask(terminal, { type: 'password', message });

/** Asks for one of `choices`. Throws CANCELLED like `askText`. */
export const askChoice = (terminal: Terminal, message: string, choices: readonly string[]): Promise<string> =>
  ask(terminal, {
    type: 'select',
    message,
    choices: choices.map((value) => ({ name: safeText(value), value })),
  });

/** Asks yes or no; Enter alone is no. Throws CANCELLED like `askText`. */
export const askConsent = (terminal: Terminal, message: string): Promise<boolean> =>
  ask(terminal, { type: 'confirm', message, default: false });

type InquirerQuestion = { message: string } & (
  | { type: 'input'; required: boolean }
  | { type: 'password' }
  | { type: 'select'; choices: Array<{ name: string; value: string }> }
  | { type: 'confirm'; default: false }
);

/**
 * inquirer does not settle when its input ends: the process would run dry and end with code 0. So everything that
 * stops the input also aborts the question.
 */
const ask = async <Answer>(terminal: Terminal, question: InquirerQuestion): Promise<Answer> => {
  const { stdin: input, stderr: output } = terminal.streams;
  if (input.readableEnded || input.destroyed) throw cancelledError();
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
    const answers = await prompt<{ answer: Answer }>({
      ...question,
      name: 'answer',
      message: safeText(question.message),
      ...(terminal.color ? {} : { theme: plainTheme }),
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
  Object.assign(
    new Writable({ write: (chunk, encoding, done) => void output.write(chunk, encoding, done) }),
    {
      columns: (output as Partial<NodeJS.WriteStream>).columns ?? 80,
    },
  );

/** `pause` is what Ctrl-D leaves behind: readline closes and pauses its input without a word to inquirer. */
const endings = ['end', 'close', 'error', 'pause'] as const;

const interruptions = new Set(['AbortPromptError', 'ExitPromptError', 'CancelPromptError']);

const same = (text: string) => text;
const plainTheme = {
  prefix: { idle: '?', done: '+' },
  style: { answer: same, message: same, error: same, defaultAnswer: same, help: same, highlight: same },
};
