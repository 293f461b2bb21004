import * as z from 'zod';
import type { ArgumentSpec, BaseSession, OptionSpec } from '../src/cli/define-command.ts';
import { usageError } from '../src/errors.ts';

/** A text as the last argument of a command, which may come from a file instead. */
export const textArgument: ArgumentSpec = {
  name: 'text',
  summary: 'what it says; - is standard input',
  optional: true,
};

export const textFileOption: OptionSpec = {
  flags: '--file <file>',
  summary: 'read the text from a file; - is standard input',
};

/** Their part of the input. What the text may be is checked when it was read. */
export const textInput = { text: z.string().optional(), file: z.string().optional() };

interface GivenText {
  text?: string | undefined;
  file?: string | undefined;
}

/** The text that was given, as it is; undefined when none was. Throws CONFLICTING_OPTIONS, FILE_UNREADABLE (exit 2). */
export async function givenText(
  session: Pick<BaseSession, 'text'>,
  { text, file }: GivenText,
): Promise<string | undefined> {
  if (text !== undefined && file !== undefined) {
    throw usageError('CONFLICTING_OPTIONS', 'The text is given as an argument and in a file.', {
      hint: 'Use either <text> or --file.',
    });
  }
  const source = file ?? (text === '-' ? '-' : undefined);
  return source === undefined ? text : session.text(source);
}

/** A text as a schema wants it. Throws INVALID_TEXT (exit 2). */
export function checkedText(schema: z.ZodType<string>, text: string): string {
  const checked = schema.safeParse(text);
  if (checked.success) return checked.data;
  const message = checked.error.issues[0]?.message ?? 'is refused';
  throw usageError('INVALID_TEXT', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
}

/** The refusal of a command that needs a text and cannot ask for it. */
export const textMissing = () =>
  usageError('TEXT_MISSING', 'The text is missing.', {
    hint: 'Give it as an argument, with --file FILE, or on standard input: --file -',
  });
