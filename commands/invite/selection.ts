import * as z from 'zod';
import type { BaseSession, OptionSpec } from '../../src/cli/define-command.ts';
import { accountIdsUnder } from '../../src/domain/account/list.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import type { Deps } from '../../src/domain/deps.ts';
import type { Filter } from '../../src/domain/filter/model.ts';
import type { Selection } from '../../src/domain/invitation/candidates.ts';
import { usageError } from '../../src/errors.ts';
import { whereOption } from '../account-where.ts';
import { choosingInput } from '../chosen-accounts.ts';

/** Whom to invite: e-mails, or all e-mails of accounts. */
export const selectionArguments = [
  { name: 'email', summary: 'e-mails of contacts', optional: true, several: true },
] as const;

export const selectionOptions: OptionSpec[] = [
  { flags: '--account <reference>', summary: 'in this account; without e-mails: all of this account' },
  {
    flags: '--tag <name>',
    summary: 'all e-mails of accounts with this tag; given twice, with both',
    repeatable: true,
  },
  {
    flags: '--ids-from <file>',
    summary: 'all e-mails of the accounts in a file, one a line; - is standard input',
  },
  whereOption,
];

export const selectionInput = {
  email: z.array(z.string()).optional(),
  account: z.string().optional(),
  tag: z.array(z.string()).optional(),
  ...choosingInput,
};

/** Standard input gives its text only once: a check for inputs that read files. */
export const oneInput = [
  ({ idsFrom, messageFile }: { idsFrom?: string | undefined; messageFile?: string | undefined }): boolean =>
    !(idsFrom === '-' && messageFile === '-'),
  '--ids-from and --message-file cannot both be standard input',
] as const;

interface Given {
  email?: string[] | undefined;
  account?: string | undefined;
  tag?: string[] | undefined;
  idsFrom?: string | undefined;
  where?: readonly Filter[] | undefined;
  agreed?: readonly number[] | undefined;
}

/**
 * Throws NOTHING_NAMED, CONFLICTING_OPTIONS (exit 2), ACCOUNT_NOT_FOUND, TAG_NOT_FOUND (exit 3). Accounts that are named
 * beside a tag or filter are those of
 * them that it lets through.
 */
export async function givenSelection(
  { deps, lines }: Pick<BaseSession, 'lines'> & { deps: Deps },
  { email, account, tag, idsFrom, where, agreed }: Given,
): Promise<Selection> {
  const isNarrowed = tag !== undefined || where !== undefined;
  if (email !== undefined && (isNarrowed || idsFrom !== undefined)) {
    throw usageError('CONFLICTING_OPTIONS', 'E-mails are named, and so are accounts.', {
      hint: 'Name e-mails, or choose accounts with --tag, --where, --ids-from or --account.',
    });
  }
  if (email === undefined && account === undefined && !isNarrowed && idsFrom === undefined) {
    throw usageError('NOTHING_NAMED', 'No e-mail named.', {
      hint: 'Name e-mails, or choose accounts with --tag, --where, --ids-from or --account.',
    });
  }
  const references = [
    ...(account === undefined ? [] : [account]),
    ...(idsFrom === undefined ? [] : await lines(idsFrom)),
  ];
  const named =
    account === undefined && idsFrom === undefined ? undefined : await resolveAccountIds(deps, references);
  if (!isNarrowed) return { emails: email, accountIds: named };
  const chosen = await accountIdsUnder(deps, { tags: tag, where });
  const wanted = [named, agreed].flatMap((ids) => (ids === undefined ? [] : [new Set(ids)]));
  return { accountIds: chosen.filter((id) => wanted.every((ids) => ids.has(id))) };
}
