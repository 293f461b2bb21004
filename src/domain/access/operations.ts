import { usageError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { inviteUninvited } from '../invitation/operations.ts';
import type { LinkRow } from '../link/repository.ts';
import { refreshSearch } from '../search/refresh.ts';
import { switchNames, unlinkedSource } from './model.ts';
import { type AccessOutcome, type Draft, outcomeOf, skipped } from './outcome.ts';
import { accessChanges, accessEntry, switchedRow } from './rules.ts';
import type { Switches } from './schema.ts';
import { type Selection, selectEmails } from './selection.ts';
import { type Standing, standingsOf } from './standing.ts';
import { settleLostLogins, storeAccess } from './store.ts';

/** Switches to be set for e-mails of a contact inside an account. */
export interface AccessInput extends Selection {
  switches: Switches;
  /** Invites those with login on that have no invitation (T4); switches login on where nothing is said about it. */
  invite?: boolean | undefined;
}

/**
 * Sets switches (T1, T5). Login by itself sends nothing; without it invitations that no account needs end (T4), and
 * signers lose their rank (L4). An unlinked e-mail whose login is switched off is gone; unless it is named, nothing is
 * switched on for it (T6). Archived accounts can be changed, too, but nobody is invited to them (A9).
 *
 * Throws NOT_LINKED, EMAIL_NOT_IN_ACCOUNT (exit 3), NO_EMAIL (exit 4) and INVITED_WITHOUT_LOGIN (exit 2). With `lenient`,
 * for whole accounts, contacts without e-mail are `skipped`. One outcome per e-mail, in input order.
 */
export async function changeAccess(
  deps: Deps,
  inputs: readonly AccessInput[],
  { lenient = false }: { lenient?: boolean } = {},
): Promise<AccessOutcome[]> {
  if (inputs.length === 0) return [];
  const wanted = new Map(inputs.map((input) => [input, wantedSwitches(input)]));
  const selected = await selectEmails(deps, inputs, { lenient });
  const toInvite = new Set<Draft>();
  for (const { input, drafts } of selected) {
    for (const draft of drafts) {
      const switches = wanted.get(input) ?? {};
      const isLeft = draft.source === unlinkedSource && input.addresses === undefined;
      draft.after = switchedRow(draft.after, isLeft ? onlyOff(switches) : switches);
      if (isGone(draft)) draft.after = switchedRow(draft.after, { notify: false, sync: false });
      if (input.invite === true && !isLeft) toInvite.add(draft);
    }
  }
  const drafts = [...new Set(selected.flatMap((one) => one.drafts))];
  await storeSwitches(deps, drafts.filter(isChanged));

  const keys = drafts.flatMap(({ after }) => (after.login === 1 ? [after.addressKey] : []));
  const before = toInvite.size > 0 ? await standingsOf(deps, keys) : undefined;
  if (toInvite.size > 0) {
    await inviteUninvited(
      deps,
      [...toInvite].flatMap(({ after }) => (after.login === 1 ? [after] : [])),
    );
  }
  const now = await standingsOf(deps, keys);
  const reported = new Set<Draft>();
  return selected.flatMap(({ link, drafts: own, hasNoEmail }) => {
    if (hasNoEmail) return [skipped(link, `contact ${link.contactId} "${link.contactName}" has no e-mail`)];
    return own.flatMap((draft) => {
      if (reported.has(draft)) return [];
      reported.add(draft);
      const standing = now.get(draft.after.addressKey);
      const asked = toInvite.has(draft);
      return outcomeOf(draft, switchNames, standing, {
        invited: asked && wasInvited(draft, before?.get(draft.after.addressKey), standing),
        warnings: isChanged(draft) || asked ? warningsFor(link, asked) : [],
      });
    });
  });
}

/** An invitation makes no sense without login, so asking for one switches it on (T4). */
function wantedSwitches({ switches, invite }: AccessInput): Switches {
  if (invite !== true) return switches;
  if (switches.login === false) {
    throw usageError('INVITED_WITHOUT_LOGIN', 'Nobody can be invited whose login is switched off.', {
      hint: 'Leave out --login off, or --invite.',
    });
  }
  return { ...switches, login: true };
}

const onlyOff = (switches: Switches): Switches =>
  Object.fromEntries(Object.entries(switches).filter(([, value]) => value === false));

const isChanged = ({ before, after }: Draft): boolean =>
  switchNames.some((name) => before[name] !== after[name]);

/** An unlinked e-mail is there so that nobody is locked out; without login nothing of it is left (T6). */
const isGone = ({ source, after }: Draft): boolean => source === unlinkedSource && after.login === 0;

async function storeSwitches(deps: Deps, changed: readonly Draft[]): Promise<void> {
  const kept = changed.filter((draft) => !isGone(draft)).map(({ after }) => after);
  await storeAccess(deps, {
    removed: changed.filter(isGone).map(({ before }) => before),
    changed: kept.filter(({ id }) => id !== 0),
    added: kept.filter(({ id }) => id === 0),
    entries: changed.map((draft) =>
      accessEntry(
        draft.after,
        draft.link,
        isGone(draft) ? 'deleted' : 'updated',
        accessChanges(draft.before, draft.after, switchNames),
      ),
    ),
  });
  await settleLostLogins(
    deps,
    changed.filter(({ after }) => after.login === 0).map(({ before }) => before),
  );
  await refreshSearch(deps, [...new Set(changed.filter(isGone).map(({ after }) => after.accountId))]);
}

const wasInvited = ({ link }: Draft, before: Standing | undefined, now: Standing | undefined): boolean =>
  link.accountArchivedAt === null && now === 'invited' && before !== 'invited';

const warningsFor = (link: LinkRow, asked: boolean): string[] =>
  link.accountArchivedAt === null
    ? []
    : [
        `account ${link.accountId} "${link.accountName}" is archived: ${asked ? 'nobody is invited to it, and its' : 'its'} access counts when it is restored`,
      ];
