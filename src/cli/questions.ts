import type { Deps } from '../domain/deps.ts';
import { cancelledError, KontorError, usageError } from '../errors.ts';
import type { AnyCommand, Confirmation, Given, Question, Raw, Suggestion } from './define-command.ts';
import { argumentName, camelCase, parseFlags } from './flags.ts';
import { isSeveral } from './help.ts';
import { problemOf } from './input.ts';
import {
  askChoice,
  askConsent,
  askFound,
  askSecret,
  askText,
  askWhich,
  type Choice,
  type Found,
  type Terminal,
} from './prompts.ts';

/** A short unit of work for each look: nothing of the database is held while somebody thinks. */
export type Look = <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;

/** What was answered to a question, and how it reads. */
export interface Answer {
  question: Question;
  gives: readonly Given[];
  shown: string;
}

/** Questions that are asked one after the other, and may be asked again. */
export interface Conversation {
  /** What was typed, with the answers added. */
  raw: () => Raw;
  /** The answers that count, in the order of the questions. */
  answers: () => readonly Answer[];
  /** Asks what the command needs and does not know yet, and `anew` once more. */
  ask: (anew?: Question) => Promise<void>;
}

/** The questions of a command, for what was typed. Throws CANCELLED when they are not answered. */
export function conversation(
  terminal: Terminal,
  definition: AnyCommand,
  typed: Raw,
  look: Look,
): Conversation {
  const given = new Map<Question, Answer>();
  let known = typed;
  let counting: Answer[] = [];
  return {
    raw: () => known,
    answers: () => counting,
    ask: async (anew) => {
      known = typed;
      counting = [];
      for (const question of definition.ask ?? []) {
        if (isAnswered(typed, question) || !question.when(known)) continue;
        const before = given.get(question);
        const answer =
          before === undefined || question === anew
            ? await ask({ terminal, definition, known, look, before }, question)
            : before;
        given.set(question, answer);
        known = withAnswer(definition, known, answer);
        counting.push(answer);
      }
    },
  };
}

const isAnswered = ({ args, options }: Raw, { answers, any = [] }: Question): boolean =>
  [answers, ...any.flatMap(({ gives }) => Object.keys(gives))].some(
    (name) => args[name] !== undefined || options[name] !== undefined,
  );

interface Asking {
  terminal: Terminal;
  definition: AnyCommand;
  known: Raw;
  look: Look;
  before: Answer | undefined;
}

const ask = async (asking: Asking, question: Question): Promise<Answer> => {
  const { terminal } = asking;
  const { answers, message, choices, any, search, secret, several = false } = question;
  if (search !== undefined) return askSearch(asking, question, search);
  if (any !== undefined) {
    const picked = await askWhich(terminal, message, choicesOf(any));
    return answerOf(question, picked);
  }
  if (choices !== undefined) {
    const value = await askChoice(
      terminal,
      message,
      choices.map((label) => ({ label, value: label })),
    );
    return answerOf(question, [{ label: value, gives: { [answers]: value } }]);
  }
  if (secret !== undefined) {
    const value = await askHidden(terminal, message, secret);
    return { question, gives: [{ [answers]: value }], shown: '' };
  }
  return several ? askTexts(asking, question) : askOneText(asking, question);
};

const choicesOf = (suggestions: readonly Suggestion[]): Choice<Suggestion>[] =>
  suggestions.map((value) => ({ value, label: value.label, aside: value.aside }));

const answerOf = (question: Question, picked: readonly Suggestion[]): Answer => ({
  question,
  gives: picked.map(({ gives }) => gives),
  shown: picked.map(({ label }) => label).join(', '),
});

const askHidden = async (terminal: Terminal, message: string, secret: 'once' | 'twice'): Promise<string> => {
  const answer = await askSecret(terminal, message);
  if (secret === 'twice' && (await askSecret(terminal, 'Once more:')) !== answer) {
    throw usageError('ANSWERS_DIFFER', 'The two answers are not the same.', {
      hint: 'Nothing was written. Try again.',
    });
  }
  return answer;
};

const textAnswer = (question: Question, texts: readonly string[]): Answer =>
  answerOf(
    question,
    texts.map((label) => ({ label, gives: { [question.answers]: label } })),
  );

const askOneText = async (asking: Asking, question: Question): Promise<Answer> => {
  const { terminal, before } = asking;
  const text = await askText(terminal, question.message, {
    optional: question.optional ?? false,
    before: before?.shown,
    check: (typed) => problemWith(asking, textAnswer(question, [typed])),
  });
  return textAnswer(question, text === '' ? [] : [text]);
};

/** One after the other; Enter alone is the end. */
const askTexts = async (asking: Asking, question: Question): Promise<Answer> => {
  const texts: string[] = [];
  for (;;) {
    const text = await askText(asking.terminal, question.message, {
      optional: question.optional === true || texts.length > 0,
      check: (typed) => problemWith(asking, textAnswer(question, [...texts, typed])),
    });
    if (text === '') return textAnswer(question, texts);
    texts.push(text);
  }
};

/** What the input says about an answer: the same checks as for what stands on a command line. */
const problemWith = ({ definition, known }: Asking, answer: Answer): string | undefined => {
  try {
    return problemOf(definition, withAnswer(definition, known, answer), answer.question.answers);
  } catch (error) {
    if (error instanceof KontorError) return error.message;
    throw error;
  }
};

/** More than these are not listed: a further letter finds quicker than leafing. */
const mostFound = 50;

const askSearch = async (
  { terminal, look }: Asking,
  question: Question,
  search: NonNullable<Question['search']>,
): Promise<Answer> => {
  const { message, several = false, optional = false } = question;
  const picked: Suggestion[] = [];
  for (;;) {
    const isEnough = optional || picked.length > 0;
    const none = picked.length === 0 ? (question.none ?? 'none') : 'no more';
    const find = async (text: string): Promise<Found<Suggestion | undefined>> => {
      const found = (await look((deps) => search(deps, text.trim()))).filter(
        ({ gives }) => !picked.some((other) => isSame(other.gives, gives)),
      );
      const choices = choicesOf(found.slice(0, mostFound));
      return {
        choices: isEnough && text === '' ? [{ label: none, value: undefined }, ...choices] : choices,
        note: found.length > mostFound ? 'there are more: type some letters of the name' : undefined,
      };
    };
    const { value } = await askFound(terminal, message, { find, hint: question.hint });
    if (value !== undefined) picked.push(value);
    if (value === undefined || !several) return answerOf(question, picked);
  }
};

const isSame = (one: Given, other: Given): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What was typed, with an answer added as if it stood on the command line. */
const withAnswer = (definition: AnyCommand, raw: Raw, { gives }: Answer): Raw => {
  const args = { ...raw.args };
  const options = { ...raw.options };
  for (const [name, value] of gives.flatMap((given) => Object.entries(given))) {
    const argument = definition.arguments?.find((spec) => camelCase(argumentName(spec.name)) === name);
    if (argument !== undefined) {
      args[name] = isSeveral(argument) ? [...listOf(args[name]), String(value)] : String(value);
      continue;
    }
    const option = definition.options?.find(({ flags }) => parseFlags(flags).attribute === name);
    options[name] = option?.repeatable ? [...listOf(options[name]), String(value)] : value;
  }
  return { args, options };
};

const listOf = (value: string | string[] | boolean | undefined): string[] =>
  Array.isArray(value) ? value : [];

/**
 * Consent to destroy something, from the terminal and nowhere else. Throws CANCELLED when it is denied, and where nobody
 * can be asked the refusal that comes with the question, else CONFIRMATION_NEEDED.
 */
export const requireConsent = async (
  terminal: Terminal | undefined,
  confirmation: string | Confirmation,
): Promise<void> => {
  const { question, refusal } =
    typeof confirmation === 'string' ? { question: confirmation, refusal: undefined } : confirmation;
  if (terminal === undefined) {
    if (refusal !== undefined) throw refusal;
    throw usageError('CONFIRMATION_NEEDED', `This has to be confirmed with --yes: ${question}`, {
      hint: 'Add --yes to go on, or --dry-run to see what would happen.',
    });
  }
  if (!(await askConsent(terminal, question))) throw cancelledError();
};
