import { cancelledError, usageError } from '../errors.ts';
import type { AnyCommand, Raw } from './define-command.ts';
import { argumentName, camelCase, parseFlags } from './flags.ts';
import { isSeveral } from './help.ts';
import { askChoice, askConsent, askText, type Terminal } from './prompts.ts';

/** Asks for what the command needs and was not given; returns what was typed with the answers added. */
export const askMissing = async (terminal: Terminal, definition: AnyCommand, raw: Raw): Promise<Raw> => {
  let known = raw;
  for (const question of definition.ask ?? []) {
    const { answers, message, choices, optional = false } = question;
    if (known.args[answers] !== undefined || known.options[answers] !== undefined) continue;
    if (!question.when(known)) continue;
    const answer = choices
      ? await askChoice(terminal, message, choices)
      : await askText(terminal, message, { optional });
    if (answer !== '' || !optional) known = withAnswer(definition, known, answers, answer);
  }
  return known;
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
 * Consent to destroy something, from the terminal and nowhere else. Throws CANCELLED when it is denied, and
 * CONFIRMATION_NEEDED where nobody can be asked.
 */
export const requireConsent = async (terminal: Terminal | undefined, question: string): Promise<void> => {
  if (terminal === undefined) {
    throw usageError('CONFIRMATION_NEEDED', `This has to be confirmed with --yes: ${question}`, {
      hint: 'Add --yes to go on, or --dry-run to see what would happen.',
    });
  }
  if (!(await askConsent(terminal, question))) throw cancelledError();
};
