import type { LinkRow } from '../link/repository.ts';
import type { OutcomeWord } from '../outcome.ts';
import type { LinkedEmail, NotificationKind, SwitchName } from './model.ts';
import type { AccessRow } from './repository.ts';
import { accessChanges, linkedEmail } from './rules.ts';
import type { Standing } from './standing.ts';

/** What became of the access of one e-mail; a contact without any is `skipped`, and the e-mail null. */
export interface AccessOutcome extends Omit<LinkedEmail, 'address' | 'source'> {
  outcome: OutcomeWord;
  account: { id: number; name: string };
  contact: { id: number; name: string };
  email: string | null;
  source: string | null;
  /** What was changed, from what to what. */
  changes: Partial<Record<SwitchName | NotificationKind, { from: boolean; to: boolean }>>;
  /** Whether an invitation was sent to it. */
  invited: boolean;
  warnings: string[];
}

/** One e-mail of a contact inside an account, and what its row is to become. */
export interface Draft {
  link: LinkRow;
  address: string;
  source: string;
  before: AccessRow;
  after: AccessRow;
}

const endsOf = (link: LinkRow) => ({
  account: { id: link.accountId, name: link.accountName },
  contact: { id: link.contactId, name: link.contactName },
});

/** What became of a draft. */
export function outcomeOf(
  draft: Draft,
  names: ReadonlyArray<SwitchName | NotificationKind>,
  standing: Standing | undefined,
  { invited = false, warnings = [] }: { invited?: boolean; warnings?: string[] } = {},
): AccessOutcome {
  const changes = Object.fromEntries(
    Object.entries(accessChanges(draft.before, draft.after, names)).map(([name, [from, to]]) => [
      name,
      { from, to },
    ]),
  );
  const { address, source, ...access } = linkedEmail(draft, draft.after, standing);
  return {
    outcome: invited || Object.keys(changes).length > 0 ? 'updated' : 'unchanged',
    ...endsOf(draft.link),
    email: address,
    source,
    ...access,
    changes,
    invited,
    warnings,
  };
}

/** A contact in an account that there was nothing to be done for. */
export const skipped = (link: LinkRow, reason: string): AccessOutcome => ({
  outcome: 'skipped',
  ...endsOf(link),
  email: null,
  source: null,
  login: false,
  notify: false,
  sync: false,
  notifications: [],
  status: 'off',
  changes: {},
  invited: false,
  warnings: [reason],
});
