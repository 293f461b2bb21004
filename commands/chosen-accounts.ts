import * as z from 'zod';
import type { BaseSession, OptionSpec } from '../src/cli/define-command.ts';
import { givenReferences } from '../src/cli/ids-from.ts';
import { accountIdsUnder } from '../src/domain/account/list.ts';
import { resolveAccountIds } from '../src/domain/account/references.ts';
import type { Deps } from '../src/domain/deps.ts';
import type { Filter } from '../src/domain/filter/model.ts';
import type { Outcome } from '../src/domain/outcome.ts';
import { whereInput, whereOption } from './account-where.ts';
import { someNames } from './outcomes.ts';

/** Options that choose accounts beside those that are named. */
export const choosingOptions: readonly OptionSpec[] = [
  {
    flags: '--ids-from <file>',
    summary: 'read more accounts from a file, one a line; - is standard input',
  },
  whereOption,
];

/** Their part of the input. */
export const choosingInput = {
  idsFrom: z.string().optional(),
  where: whereInput,
  /** Those that were shown before the question, when it was asked. */
  agreed: z.array(z.number()).readonly().optional(),
};

interface Choice {
  idsFrom?: string | undefined;
  where?: readonly Filter[] | undefined;
  agreed?: readonly number[] | undefined;
}

/**
 * The ids of the accounts that are named, read from a file or let through by filters; with both, of those that are named the
 * ones that are let through. Throws NOTHING_NAMED, FILE_UNREADABLE (exit 2), ACCOUNT_NOT_FOUND, ACCOUNT_AMBIGUOUS (exit 3).
 */
export async function chosenAccounts(
  session: Pick<BaseSession, 'lines'> & { readonly deps: Deps },
  { references, idsFrom, where, agreed }: Choice & { references: readonly string[] },
): Promise<number[]> {
  const { deps } = session;
  const isNamed = where === undefined || references.length > 0 || idsFrom !== undefined;
  const named = isNamed
    ? await resolveAccountIds(
        deps,
        await givenReferences(session, { references, idsFrom, what: 'account', orBy: '--where FILTER' }),
      )
    : undefined;
  if (where === undefined) return named ?? [];
  const chosen = await accountIdsUnder(deps, { where });
  const wanted = [named, agreed].flatMap((ids) => (ids === undefined ? [] : [new Set(ids)]));
  return chosen.filter((id) => wanted.every((ids) => ids.has(id)));
}

/** Only what a filter chose is asked about. */
export const isFiltered = ({ where }: Choice): boolean => where !== undefined;

/** What was agreed to is what is done: an account that a filter lets through only since then is left as it is. */
export const agreedTo = <Input extends Choice>(
  input: Input,
  { results }: { results: ReadonlyArray<{ id: number }> },
): Input => (input.where === undefined ? input : { ...input, agreed: results.map(({ id }) => id) });

/** The same of what is about e-mails in accounts. */
export const agreedToAccounts = <Input extends Choice>(
  input: Input,
  { results }: { results: ReadonlyArray<{ account: { id: number } | null }> },
): Input => agreedTo(input, { results: results.flatMap(({ account }) => account ?? []) });

/** The question before several accounts that a filter chose are changed; none where they were named. */
export function askAboutChosen(
  verb: string,
  results: ReadonlyArray<Pick<Outcome, 'outcome' | 'id' | 'name'>>,
  { where }: Choice,
): string | undefined {
  const changed = results.filter(({ outcome }) => outcome !== 'unchanged');
  if (where === undefined || changed.length < 2) return undefined;
  return `${verb} ${changed.length} accounts: ${someNames(changed)}?`;
}

/** The question before something is done about several e-mails of accounts that a filter chose. */
export function askAboutEmails(
  verb: string,
  concerned: ReadonlyArray<{ email: string | null; account: { id: number } | null }>,
  { where }: Choice,
): string | undefined {
  if (where === undefined || concerned.length < 2) return undefined;
  const accounts = new Set(concerned.map(({ account }) => account?.id)).size;
  const shown = concerned.slice(0, 5).flatMap(({ email }) => email ?? []);
  const more = concerned.length > shown.length ? ` and ${concerned.length - shown.length} more` : '';
  return `${verb} ${concerned.length} e-mails in ${accounts} ${accounts === 1 ? 'account' : 'accounts'}: ${shown.join(', ')}${more}?`;
}
