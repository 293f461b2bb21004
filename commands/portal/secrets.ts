import * as z from 'zod';
import type { BaseSession, OptionSpec, Question, Raw } from '../../src/cli/define-command.ts';
import { requireOneLine } from '../../src/domain/portal/passwords.ts';
import { originText } from '../../src/domain/portal/schema.ts';
import { usageError } from '../../src/errors.ts';

/** Secrets come from files, from standard input or from a hidden prompt; never from the command line (I5). */
export const tokenOption = (what: string): OptionSpec => ({
  flags: '--token-file <file>',
  summary: `file with ${what}; - is standard input`,
});

export const passwordOptions: OptionSpec[] = [
  { flags: '--password-stdin', summary: 'read the password from standard input' },
  { flags: '--password-file <file>', summary: 'read the password from a file' },
];

export const originOption: OptionSpec = {
  flags: '--origin <text>',
  summary: 'where the person comes from, as the portal knows it: a network address, a browser',
};

/** The question for a password where neither option is given. */
export const passwordQuestion = (secret: 'once' | 'twice', message: string): Question => ({
  answers: 'password',
  when: ({ options }: Raw) =>
    options.passwordStdin === undefined && options.passwordFile === undefined && options.tokenFile !== '-',
  message,
  secret,
});

/** Their part of the input. Nothing is checked about the password here: what is wrong in an input is repeated. */
export const passwordInput = {
  password: z.string().optional(),
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  origin: originText.optional(),
};

interface GivenPassword {
  password?: string | undefined;
  passwordStdin?: boolean | undefined;
  passwordFile?: string | undefined;
  tokenFile?: string | undefined;
}

const ways = 'Give it with --password-stdin or --password-file FILE.';

/**
 * The password, without the line break at its end. Throws PASSWORD_MISSING, PASSWORD_EMPTY, INVALID_PASSWORD,
 * CONFLICTING_OPTIONS and FILE_UNREADABLE (exit 2).
 */
export async function readPassword(
  session: Pick<BaseSession, 'text'>,
  { password, passwordStdin, passwordFile, tokenFile }: GivenPassword,
): Promise<string> {
  if (passwordStdin === true && passwordFile !== undefined) {
    throw usageError('CONFLICTING_OPTIONS', 'The password is to come from standard input and from a file.', {
      hint: 'Use either --password-stdin or --password-file.',
    });
  }
  const file = passwordStdin === true ? '-' : passwordFile;
  if (file === '-' && tokenFile === '-') {
    throw usageError('CONFLICTING_OPTIONS', 'Token and password cannot both come from standard input.', {
      hint: 'Read one of them from a file.',
    });
  }
  if (file === undefined && password === undefined) {
    throw usageError('PASSWORD_MISSING', 'The password is missing.', { hint: ways });
  }
  const text = file === undefined ? (password ?? '') : (await session.text(file)).replace(/\r?\n$/, '');
  if (text === '') throw usageError('PASSWORD_EMPTY', 'The password is empty.', { hint: ways });
  requireOneLine(text);
  return text;
}

/** The token in a file. Throws FILE_UNREADABLE, TOKEN_EMPTY (exit 2). */
export async function readToken(session: Pick<BaseSession, 'text'>, file: string): Promise<string> {
  const token = (await session.text(file)).trim();
  if (token === '') throw usageError('TOKEN_EMPTY', 'There is no token in the file.');
  return token;
}
