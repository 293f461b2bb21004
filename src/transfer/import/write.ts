import { archiveAccounts, createAccounts, editAccounts } from '../../domain/account/operations.ts';
import type { AccountPatch, NewAccount } from '../../domain/account/schema.ts';
import { createContacts, editContacts } from '../../domain/contact/operations.ts';
import type { ContactPatch } from '../../domain/contact/schema.ts';
import type { Deps } from '../../domain/deps.ts';
import { linkContacts } from '../../domain/link/operations.ts';
import type { LinkInput } from '../../domain/link/schema.ts';
import type { Outcome, OutcomeWord } from '../../domain/outcome.ts';
import { KontorError } from '../../errors.ts';
import { addressOf, claimAccess, inviteRows, switchAccess } from './access.ts';
import type { Draft } from './draft.ts';
import type { Step } from './plan.ts';
import { claimAccount, claimContact, claimLink, type FileClaims } from './said.ts';

/** What became of one row. */
export interface RowOutcome {
  line: number;
  outcome: Extract<OutcomeWord, 'created' | 'updated' | 'unchanged' | 'skipped'>;
  account: OutcomeWord;
  contact: OutcomeWord;
  link: OutcomeWord;
  warnings: string[];
  /** Why it was skipped. */
  reason?: string;
}

/** A row that an operation refused: what was written of it and of the rows beside it is to be undone. */
export class RefusedRow extends Error {
  readonly draft: Draft;
  /** The record that was refused. */
  readonly owner: 'account' | 'contact';
  readonly refusal: KontorError;

  constructor(draft: Draft, owner: 'account' | 'contact', refusal: KontorError) {
    super(`the row in line ${draft.line} is refused`);
    this.draft = draft;
    this.owner = owner;
    this.refusal = refusal;
  }
}

/** A change to a record, and the rows that want it. */
interface Edit<Patch> {
  id: number;
  patch: Patch;
  steps: Step[];
}

/**
 * Carries out the steps of one wave through the operations of the single commands, as few calls as there are kinds of
 * change: rows of one record are one edit. Throws RefusedRow. Results in input order.
 */
export async function writeSteps(
  deps: Deps,
  steps: readonly Step[],
  claims: FileClaims,
  allow: { createTags: boolean; invite: boolean },
): Promise<{ rows: RowOutcome[]; invited: number }> {
  const contactEdits = editsOf(steps, (step) => {
    return step.contactPatch && { id: step.match.contact?.row.id ?? 0, patch: step.contactPatch };
  });
  const edited = await refusing('contact', contactEdits, (edits) =>
    editContacts(deps, edits.map(withoutSteps)),
  );
  const strangers = steps.filter(({ match }) => match.contact === undefined && match.about !== 'account');
  const contacts = await refusing('contact', strangers.map(alone), () =>
    createContacts(
      deps,
      strangers.map(({ match }) => match.draft.contact),
    ),
  );
  const contactIds = new Map(strangers.map((step, index) => [step, contacts[index]?.id ?? 0]));
  const contactOf = (step: Step) => step.match.contact?.row.id ?? contactIds.get(step) ?? 0;

  const newcomers = steps.filter(({ match }) => match.account === undefined && match.about !== 'contact');
  const accounts = await refusing('account', newcomers.map(alone), () =>
    createAccounts(
      deps,
      newcomers.map((step) => newAccountOf(step, contactOf(step))),
      { ...allow, contactNames: namesOf(contacts) },
    ),
  );
  const created = new Map(newcomers.map((step, index) => [step, accounts[index]]));
  const accountOf = (step: Step) => step.match.account?.row.id ?? created.get(step)?.id ?? 0;
  const accountEdits = editsOf(steps, (step) => {
    return step.accountPatch && { id: step.match.account?.row.id ?? 0, patch: step.accountPatch };
  });
  const changed = await refusing('account', accountEdits, (edits) =>
    editAccounts(deps, edits.map(withoutSteps), allow),
  );
  const warnings = new Map<Step, string[]>();
  const note = (edits: ReadonlyArray<Edit<unknown>>, outcomes: readonly Outcome[]) =>
    edits.forEach(({ steps: own }, index) => {
      const last = own.at(-1);
      if (last !== undefined)
        warnings.set(last, [...(warnings.get(last) ?? []), ...(outcomes[index]?.warnings ?? [])]);
    });
  note(contactEdits, edited);
  note(accountEdits, changed);

  await linkContacts(deps, linksOf(steps, accountOf, contactOf));
  const switched = await switchAccess(
    deps,
    steps.flatMap((step) =>
      step.access === undefined
        ? []
        : [{ ...step.access, row: step, accountId: accountOf(step), contactId: contactOf(step) }],
    ),
  );
  const archived = steps.filter(
    ({ match, archives }) => archives || (match.account === undefined && match.draft.archived),
  );
  if (archived.length > 0) await archiveAccounts(deps, [...new Set(archived.map(accountOf))]);
  const invited = allow.invite ? await inviteRows(deps, inviteesOf(steps, accountOf)) : 0;
  const rows = steps.map((step) => {
    const { match } = step;
    if (created.has(step)) claimAccount(claims, accountOf(step), match.draft);
    if (contactIds.has(step)) claimContact(claims, contactOf(step), match);
    if (match.about === 'client' && match.link === undefined) {
      claimLink(claims, accountOf(step), contactOf(step), match.draft);
      claimAccess(claims, accountOf(step), contactOf(step), step.access);
    }
    const told = [...(created.get(step)?.warnings ?? []), ...(warnings.get(step) ?? [])];
    return outcomeOf(step, switched.has(step), told);
  });
  return { rows, invited };
}

const inviteesOf = (steps: readonly Step[], accountOf: (step: Step) => number) =>
  steps.flatMap((step) => {
    const address = step.match.about === 'client' ? addressOf(step.match) : undefined;
    return address === undefined ? [] : [{ accountId: accountOf(step), address }];
  });

const alone = (step: Step): Edit<undefined> => ({ id: 0, patch: undefined, steps: [step] });

const withoutSteps = <Patch>({ id, patch }: Edit<Patch>) => ({ id, patch });

/** Rows of one record are one edit: what later rows say is added to what the earlier ones said. */
function editsOf<Patch extends AccountPatch | ContactPatch>(
  steps: readonly Step[],
  editOf: (step: Step) => { id: number; patch: Patch } | undefined,
): Array<Edit<Patch>> {
  const edits = new Map<number, Edit<Patch>>();
  for (const step of steps) {
    const edit = editOf(step);
    if (edit === undefined) continue;
    const before = edits.get(edit.id);
    edits.set(edit.id, {
      id: edit.id,
      patch: before === undefined ? edit.patch : merged(before.patch, edit.patch),
      steps: [...(before?.steps ?? []), step],
    });
  }
  return [...edits.values()];
}

function merged<Patch extends AccountPatch | ContactPatch>(before: Patch, after: Patch): Patch {
  const both: AccountPatch & ContactPatch = { ...before, ...said(after) };
  const one: AccountPatch & ContactPatch = before;
  const other: AccountPatch & ContactPatch = after;
  if (one.address && other.address) both.address = { ...one.address, ...other.address };
  if (one.companyAddress && other.companyAddress) {
    both.companyAddress = { ...one.companyAddress, ...other.companyAddress };
  }
  if (one.fields && other.fields) both.fields = { ...one.fields, ...other.fields };
  if (one.addTags && other.addTags) both.addTags = [...one.addTags, ...other.addTags];
  return both as Patch;
}

/** A patch without the keys that say nothing. */
const said = <Patch extends object>(patch: Patch): Partial<Patch> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Patch>;

function newAccountOf({ match: { draft } }: Step, contactId: number): NewAccount {
  const { type, name, companyName, companyAddress, key, fields, addTags } = draft.account;
  const contacts = [{ id: contactId, description: draft.description }];
  return { type, name, companyName, companyAddress, key, fields, tags: addTags, contacts };
}

/** Names of contacts that were just made: to read them again would mean to wait until they are written. */
const namesOf = (contacts: readonly Outcome[]): Map<number, string> =>
  new Map(contacts.map(({ id, name }) => [id, name]));

/** New accounts bring their first link along. A link that several rows name is one. */
function linksOf(
  steps: readonly Step[],
  accountOf: (step: Step) => number,
  contactOf: (step: Step) => number,
): LinkInput[] {
  const links = new Map<string, LinkInput>();
  for (const step of steps) {
    const { account, draft } = step.match;
    if (account === undefined || step.match.about !== 'client' || step.link === 'unchanged') continue;
    const key = { accountId: accountOf(step), contactId: contactOf(step) };
    links.set(`${key.accountId}/${key.contactId}`, { ...key, description: draft.description });
  }
  return [...links.values()];
}

/** Operations name the input that they refuse by its index; the row is what the user knows. */
async function refusing<Patch, T>(
  owner: RefusedRow['owner'],
  edits: ReadonlyArray<Edit<Patch>>,
  operation: (edits: ReadonlyArray<Edit<Patch>>) => Promise<T[]>,
): Promise<T[]> {
  if (edits.length === 0) return [];
  try {
    return await operation(edits);
  } catch (error) {
    if (!(error instanceof KontorError)) throw error;
    const { index, field } = error.details ?? {};
    const rows = typeof index === 'number' ? edits[index]?.steps : undefined;
    const says = (patch: AccountPatch | ContactPatch | undefined) => {
      const [name = '', key] = String(field).split('.');
      if (patch === undefined) return false;
      if (key !== undefined) return key in (patch.fields ?? {});
      return patch[name as keyof typeof patch] !== undefined;
    };
    const row = rows?.findLast((step) => says(step.accountPatch) || says(step.contactPatch)) ?? rows?.at(-1);
    throw row === undefined ? error : new RefusedRow(row.match.draft, owner, error);
  }
}

function outcomeOf(
  { match, contactPatch, accountPatch, ...step }: Step,
  isSwitched: boolean,
  warnings: string[],
): RowOutcome {
  const wordOf = (record: object | undefined, patch: object | undefined, isMeant: boolean) =>
    record === undefined && isMeant ? 'created' : patch === undefined ? 'unchanged' : 'updated';
  const account = wordOf(match.account, accountPatch, match.about !== 'contact');
  const contact = wordOf(match.contact, contactPatch, match.about !== 'account');
  const link = isSwitched && step.link === 'unchanged' ? 'updated' : step.link;
  const all = [account, contact, link];
  const outcome = all.includes('created') ? 'created' : all.includes('updated') ? 'updated' : 'unchanged';
  return { line: match.draft.line, outcome, account, contact, link, warnings };
}
