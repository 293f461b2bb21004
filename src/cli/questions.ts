import { cancelledError, usageError } from '../errors.ts';
import type { AnyCommand, Confirmation, Question, Raw } from './define-command.ts';
import { argumentName, camelCase, parseFlags } from './flags.ts';
import { isSeveral } from './help.ts';
import { askChoice, askConsent, askSecret, askText, type Terminal } from './prompts.ts';

/** Asks for what the command needs and was not given; returns what was typed with the answers added. */
export const askMissing = async (terminal: Terminal, definition: AnyCommand, raw: Raw): Promise<Raw> => {
  let known = raw;
  for (const question of definition.ask ?? []) {
    const { answers, optional = false } = question;
    if (known.args[answers] !== undefined || known.options[answers] !== undefined) continue;
    if (!question.when(known)) continue;
    const answer = await ask(terminal, question);
    if (answer !== '' || !optional) known = withAnswer(definition, known, answers, answer);
  }
  return known;
};

const ask = async (
  terminal: Terminal,
  { message, choices, secret, optional = false }: Question,
): Promise<string> => {
  if (choices !== undefined) return askChoice(terminal, message, choices);
  if (secret === undefined) return askText(terminal, message, { optional });
  const answer = await askSecret(terminal, message);
  if (secret === 'twice' && (await askSecret(terminal, 'Once more:')) !== answer) {
    throw usageError('ANSWERS_DIFFER', 'The two answers are not the same.', {
      hint: 'Nothing was written. Try again.',
    });
  }
  return answer;
};

const withAnswer = (definition: AnyCommand, raw: Raw, name: string, answer: string): Raw => {
  const argument = definition.arguments?.find((spec) => camelCase(argumentName(spec.name)) === name);
  if (argument !== undefined) {
    return { ...raw, args: { ...raw.args, [name]: isSeveral(argument) ? [answer] : answer } };
  }
  const option = definition.options?.find(({ flags }) => parseFlags(flags).attribute === name);
  return { ...raw, options: { ...raw.options, [name]: option?.repeatable ? [answer] : answer } };
};

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
