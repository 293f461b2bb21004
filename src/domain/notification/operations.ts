import type { Deps } from '../deps.ts';
import { queueMails } from '../mail/queue.ts';
import type { Occasion } from './model.ts';
import { type Concern, type RecipientRow, readRecipients } from './repository.ts';
import { concerns, notificationMail } from './rules.ts';

/** What one address is to be told about one account and kind. */
interface Draft {
  occasions: Set<Occasion>;
  /** By contact id: several where they share the address. */
  people: Map<number, RecipientRow>;
}

/**
 * Queues the mails of occasions (T2): one for each address, account and kind, which names all that it is about. Archived
 * accounts notify nobody (A9). Returns the addresses that each occasion is told to, in input order; the audit entries of
 * what was done name them.
 */
export async function notifyClients(deps: Deps, occasions: readonly Occasion[]): Promise<string[][]> {
  const recipients = new Map<string, RecipientRow[]>();
  for (const row of await readRecipients(deps, distinct(occasions))) {
    const rows = recipients.get(concernKey(row)) ?? [];
    rows.push(row);
    recipients.set(concernKey(row), rows);
  }
  const drafts = new Map<string, Draft>();
  const told = occasions.map((occasion) => {
    const addresses = new Map<string, string>();
    for (const row of recipients.get(concernKey(occasion)) ?? []) {
      if (!concerns(occasion, row)) continue;
      const key = `${concernKey(row)}/${row.addressKey}`;
      const draft = drafts.get(key) ?? { occasions: new Set(), people: new Map() };
      drafts.set(key, draft);
      draft.occasions.add(occasion);
      draft.people.set(row.contactId, row);
      if (!addresses.has(row.addressKey)) addresses.set(row.addressKey, row.address);
    }
    return [...addresses.values()];
  });
  await queueMails(
    deps,
    [...drafts.values()].map(({ occasions: about, people }) =>
      notificationMail([...about], [...people.values()]),
    ),
  );
  return told;
}

const concernKey = ({ accountId, kind }: Concern): string => `${accountId}/${kind}`;

const distinct = (occasions: readonly Occasion[]): Concern[] => [
  ...new Map(
    occasions.map(({ accountId, kind }) => [concernKey({ accountId, kind }), { accountId, kind }]),
  ).values(),
];
