import { selectEmails } from '../access/selection.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { loginRecords } from './list.ts';
import type { RecordedLogin } from './model.ts';
import { insertLogins } from './repository.ts';
import type { NewLogin } from './schema.ts';

/**
 * Records logins that the portal did not see (O2): of fixtures and of external portals. Throws INVALID_TIME (exit 2),
 * NOT_LINKED, EMAIL_NOT_IN_ACCOUNT (exit 3) and NO_EMAIL (exit 4).
 */
export async function recordLogins(deps: Deps, inputs: readonly NewLogin[]): Promise<RecordedLogin[]> {
  const times = inputs.map(({ at }) => momentOf(deps, at));
  const selected = await selectEmails(
    deps,
    inputs.map(({ accountId, contactId, email }) => ({
      accountId,
      contactId,
      addresses: email === undefined ? undefined : [email],
    })),
    { lenient: false },
  );
  const logins = selected.map(({ link, drafts }, index) => {
    const used = drafts.find(({ before }) => before.login === 1) ?? drafts[0];
    return {
      accountId: link.accountId,
      contactId: link.contactId,
      name: link.contactName,
      address: used?.address ?? '',
      origin: inputs[index]?.origin ?? '',
      at: times[index] ?? '',
    };
  });
  const ids = await insertLogins(deps, logins);
  const rows = logins.map((login, index) => ({ ...login, id: ids[index] ?? 0 }));
  await recordChanges(
    deps,
    rows.map(({ id, contactId, accountId, name, address, origin, at }, index) => ({
      record: 'login',
      recordId: id,
      contactId,
      label: `${selected[index]?.link.accountName} – ${name}`,
      action: 'created',
      changes: {
        accountId: [null, accountId],
        email: [null, address],
        ...(origin === '' ? {} : { origin: [null, origin] }),
        ...(inputs[index]?.at === undefined ? {} : { at: [null, at] }),
      },
    })),
  );
  const records = await loginRecords(deps, rows);
  return records.map((record) => ({ ...record, outcome: 'created', warnings: [] }));
}
