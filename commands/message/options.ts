import type { OptionSpec } from '../../src/cli/define-command.ts';
import { messageBody } from '../../src/domain/message/schema.ts';
import { checkedText, givenText, textFileOption, textMissing } from '../text-options.ts';

/** The options of what writes a message. */
export const writingOptions: OptionSpec[] = [
  { flags: '--from <contact>', summary: "the client's contact who writes it; without, it is the firm" },
  textFileOption,
  { flags: '--at <time>', summary: 'when it was written, if not now' },
  { flags: '--no-notify', summary: 'send no mail about it' },
];

/** The text of the message that was given. Throws TEXT_MISSING and what {@link givenText} and {@link checkedText} throw. */
export async function givenMessage(
  session: Parameters<typeof givenText>[0],
  given: Parameters<typeof givenText>[1],
): Promise<string> {
  const text = await givenText(session, given);
  if (text === undefined) throw textMissing();
  return checkedText(messageBody, text);
}
