import * as z from 'zod';
import type { OptionSpec, Raw } from '../src/cli/define-command.ts';

const onOff = ['on', 'off'] as const;

/** The three switches of an e-mail in an account, and the invitation (T1, T4). */
export const accessOptions: OptionSpec[] = [
  { flags: '--login <on|off>', summary: 'portal access to the account', choices: onOff },
  { flags: '--notify <on|off>', summary: "notifications about the account's business", choices: onOff },
  { flags: '--sync <on|off>', summary: 'e-mail synchronisation', choices: onOff },
  { flags: '--invite', summary: 'send an invitation to each e-mail with login on that has none' },
];

const onOffInput = z
  .enum(onOff)
  .transform((value) => value === 'on')
  .optional();

/** Their part of the input. */
export const accessInput = {
  login: onOffInput,
  notify: onOffInput,
  sync: onOffInput,
  invite: z.boolean().optional(),
};

/** The switches that were given, or undefined when none was. */
export function givenSwitches({ options }: Raw): Record<string, unknown> | undefined {
  const given = (['login', 'notify', 'sync'] as const).filter((name) => options[name] !== undefined);
  return given.length === 0
    ? undefined
    : Object.fromEntries(given.map((name) => [name, options[name] === 'on']));
}
