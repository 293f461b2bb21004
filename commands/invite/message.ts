import type { BaseSession, OptionSpec } from '../../src/cli/define-command.ts';
import { messageText } from '../../src/domain/portal/schema.ts';
import { usageError } from '../../src/errors.ts';

export const messageOption: OptionSpec = {
  flags: '--message-file <file>',
  summary: 'personal message for the mail: a text file of up to 2,000 characters; - is standard input',
};

/** The firm's personal message in a file (I1). Throws FILE_UNREADABLE, INVALID_MESSAGE (exit 2). */
export async function readMessage(
  session: Pick<BaseSession, 'text'>,
  file: string | undefined,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const checked = messageText.safeParse(await session.text(file));
  if (checked.success) return checked.data;
  throw usageError('INVALID_MESSAGE', `--message-file ${file}: ${checked.error.issues[0]?.message}.`);
}
