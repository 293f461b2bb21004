import { createAccounts, editAccounts } from '../../domain/account/operations.ts';
import type { AccountPatch } from '../../domain/account/schema.ts';
import { createContacts, editContacts } from '../../domain/contact/operations.ts';
import type { Deps } from '../../domain/deps.ts';
import { linkContacts } from '../../domain/link/operations.ts';
import type { Outcome, OutcomeWord } from '../../domain/outcome.ts';
import { KontorError } from '../../errors.ts';
import type { Claims } from './claims.ts';
import type { Draft } from './draft.ts';
import type { Step } from './plan.ts';

/** What became of one row. */
export interface RowOutcome {
  draft: Draft;
  outcome: Extract<OutcomeWord, 'created' | 'updated' | 'unchanged'>;
  account: OutcomeWord;
  contact: OutcomeWord;
  link: OutcomeWord;
  warnings: string[];
}

/** A row that an operation refused; nothing of the run may be kept. */
export class RefusedRow extends Error {
  readonly draft: Draft;
  readonly refusal: KontorError;

  constructor(draft: Draft, refusal: KontorError) {
    super(refusal.message);
    this.draft = draft;
    this.refusal = refusal;
  }
}

/**
 * Carries out the steps of one wave through the operations of the single commands, as few calls as there are kinds of
 * change. Throws RefusedRow. Results in input order.
 */
export async function writeSteps(
  deps: Deps,
  steps: readonly Step[],
  claims: { accounts: Claims; contacts: Claims },
  { createTags }: { createTags: boolean },
): Promise<RowOutcome[]> {
  const edited = steps.filter((step) => step.editsContact);
  await refusing(edited, () =>
    editContacts(
      deps,
      edited.map(({ match }) => ({ id: match.contact?.row.id ?? 0, patch: match.draft.contact })),
    ),
  );
  const strangers = steps.filter(({ match }) => match.contact === undefined);
  const newContacts = await refusing(strangers, () =>
    createContacts(
      deps,
      strangers.map(({ match }) => match.draft.contact),
    ),
  );
  const contactIds = idsOf(steps, strangers, newContacts, ({ match }) => match.contact?.row.id);

  const newcomers = steps.filter(({ match }) => match.account === undefined);
  const newAccounts = await refusing(newcomers, () =>
    createAccounts(
      deps,
      newcomers.map((step) => {
        const { addTags, ...account } = step.match.draft.account;
        const contact = { id: contactIds.get(step) ?? 0, description: step.match.draft.description };
        return { ...account, tags: addTags, contacts: [contact] };
      }),
      { createTags },
    ),
  );
  const accountIds = idsOf(steps, newcomers, newAccounts, ({ match }) => match.account?.id);
  await editOnce(deps, steps, { createTags });

  const linked = steps.filter((step) => step.linkChanges);
  await refusing(linked, () =>
    linkContacts(
      deps,
      linked.map((step) => ({
        accountId: accountIds.get(step) ?? 0,
        contactId: contactIds.get(step) ?? 0,
        description: step.match.draft.description,
      })),
    ),
  );
  const warnings = new Map(newcomers.map((step, index) => [step, newAccounts[index]?.warnings ?? []]));
  return steps.map((step) => {
    claims.accounts.add(accountIds.get(step) ?? 0, step.match.draft.line);
    claims.contacts.add(contactIds.get(step) ?? 0, step.match.draft.line);
    return outcomeOf(step, warnings.get(step) ?? []);
  });
}

/** Rows of one account are one edit: what later rows add, they add to what the earlier ones said. */
async function editOnce(deps: Deps, steps: readonly Step[], allow: { createTags: boolean }): Promise<void> {
  const merged = new Map<number, { step: Step; patch: AccountPatch }>();
  for (const step of steps) {
    const { accountPatch: patch, match } = step;
    if (patch === undefined || match.account === undefined) continue;
    const before = merged.get(match.account.id)?.patch;
    merged.set(match.account.id, {
      step,
      patch: {
        ...before,
        ...patch,
        companyAddress: { ...before?.companyAddress, ...patch.companyAddress },
        addTags: [...(before?.addTags ?? []), ...(patch.addTags ?? [])],
      },
    });
  }
  const edits = [...merged];
  await refusing(
    edits.map(([, { step }]) => step),
    () =>
      editAccounts(
        deps,
        edits.map(([id, { patch }]) => ({ id, patch })),
        allow,
      ),
  );
}

const idsOf = (
  steps: readonly Step[],
  created: readonly Step[],
  outcomes: readonly Outcome[],
  known: (step: Step) => number | undefined,
): Map<Step, number> => {
  const fresh = new Map(created.map((step, index) => [step, outcomes[index]?.id ?? 0]));
  return new Map(steps.map((step) => [step, known(step) ?? fresh.get(step) ?? 0]));
};

/** Operations name the input that they refuse by its index; the row is what the user knows. */
async function refusing<T>(steps: readonly Step[], operation: () => Promise<T[]>): Promise<T[]> {
  if (steps.length === 0) return [];
  try {
    return await operation();
  } catch (error) {
    const index = error instanceof KontorError ? error.details?.index : undefined;
    const step = typeof index === 'number' ? steps[index] : undefined;
    if (step !== undefined && error instanceof KontorError) throw new RefusedRow(step.match.draft, error);
    throw error;
  }
}

function outcomeOf({ match, editsContact, accountPatch, linkChanges }: Step, warnings: string[]): RowOutcome {
  const account =
    match.account === undefined ? 'created' : accountPatch === undefined ? 'unchanged' : 'updated';
  const contact = match.contact === undefined ? 'created' : editsContact ? 'updated' : 'unchanged';
  const link = match.link === undefined ? 'created' : linkChanges ? 'updated' : 'unchanged';
  const all = [account, contact, link];
  const outcome = all.includes('created') ? 'created' : all.includes('updated') ? 'updated' : 'unchanged';
  return { draft: match.draft, outcome, account, contact, link, warnings };
}
