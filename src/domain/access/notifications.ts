import { type KontorError, refusedError, usageError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { shellWord } from '../text/shell.ts';
import { type NotificationKind, notificationKinds } from './model.ts';
import { type AccessOutcome, type Draft, outcomeOf } from './outcome.ts';
import { accessChanges, accessEntry, notifiedRow } from './rules.ts';
import { type Selection, selectEmails } from './selection.ts';
import { standingsOf } from './standing.ts';
import { storeAccess } from './store.ts';

/** Kinds of notifications to be switched for e-mails of a contact inside an account. */
export interface NotificationInput extends Selection {
  on?: readonly NotificationKind[] | undefined;
  off?: readonly NotificationKind[] | undefined;
}

/**
 * Chooses what e-mails are notified about (T2), which is possible while login and notify are both on: of all e-mails of a
 * contact those are changed, a named one without is refused, as is a contact that has none. Throws KIND_ON_AND_OFF (exit
 * 2), NOT_LINKED, EMAIL_NOT_IN_ACCOUNT (exit 3), NO_EMAIL and NOTIFICATIONS_OFF (exit 4). One outcome per e-mail.
 */
export async function changeNotifications(
  deps: Deps,
  inputs: readonly NotificationInput[],
): Promise<AccessOutcome[]> {
  if (inputs.length === 0) return [];
  inputs.forEach(refuseContradiction);
  const selected = await selectEmails(deps, inputs, { lenient: false });
  for (const { input, drafts } of selected) {
    const open = drafts.filter(mayChoose);
    const closed = drafts.find((draft) => !mayChoose(draft));
    if (closed !== undefined && (input.addresses !== undefined || open.length === 0)) throw isOff(closed);
    for (const draft of open) draft.after = notifiedRow(draft.after, input.on ?? [], input.off ?? []);
  }
  const drafts = [...new Set(selected.flatMap((one) => one.drafts))];
  const changed = drafts.filter(({ before, after }) =>
    notificationKinds.some((kind) => before[kind] !== after[kind]),
  );
  await storeAccess(deps, {
    changed: changed.map(({ after }) => after),
    entries: changed.map(({ link, before, after }) =>
      accessEntry(after, link, 'updated', accessChanges(before, after, notificationKinds)),
    ),
  });
  const standings = await standingsOf(
    deps,
    drafts.map(({ after }) => after.addressKey),
  );
  return drafts.map((draft) => {
    const outcome = outcomeOf(draft, notificationKinds, standings.get(draft.after.addressKey));
    if (mayChoose(draft)) return outcome;
    return { ...outcome, outcome: 'skipped', warnings: [`${draft.address}: ${whyNot(draft)}`] };
  });
}

const mayChoose = ({ before }: Draft): boolean => before.login === 1 && before.notify === 1;

const missing = ({ before }: Draft): string[] =>
  (['login', 'notify'] as const).filter((name) => before[name] === 0);

const whyNot = (draft: Draft): string =>
  `${missing(draft).join(' and ')} ${missing(draft).length > 1 ? 'are' : 'is'} off`;

function refuseContradiction({ on = [], off = [] }: NotificationInput): void {
  const both = on.find((kind) => off.includes(kind));
  if (both === undefined) return;
  throw usageError('KIND_ON_AND_OFF', `"${both}" cannot be switched on and off at once.`, {
    details: { kind: both },
  });
}

const isOff = (draft: Draft): KontorError => {
  const { link, address } = draft;
  const switches = missing(draft)
    .map((name) => `--${name} on`)
    .join(' ');
  return refusedError(
    'NOTIFICATIONS_OFF',
    `What ${address} is notified about in account ${link.accountId} "${link.accountName}" cannot be chosen while ${whyNot(draft)}.`,
    {
      hint: `kontor contact access ${link.contactId} ${link.accountId} --email ${shellWord(address)} ${switches}`,
      details: { accountId: link.accountId, contactId: link.contactId, email: address, off: missing(draft) },
    },
  );
};
