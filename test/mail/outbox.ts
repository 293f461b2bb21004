import { query } from '../../src/db/bulk.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { changeFirm } from '../../src/domain/firm/operations.ts';
import type { NewMail } from '../../src/domain/mail/model.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import type { TestDatabase } from '../helpers/databases.ts';

/** When the links of tests end, unless they say otherwise: a week after the time at which their clock stands. */
export const linkEnd = '2026-03-11T05:06:07.890Z';

/** The settings of a firm that sends mails. */
export const setUpFirm = (db: TestDatabase): Promise<unknown> =>
  db.write((deps) =>
    changeFirm(deps, [
      { key: 'firm-name', value: 'Weiß & Partner' },
      { key: 'portal-address', value: 'https://portal.weiss.example' },
      { key: 'sender', value: 'Weiß & Partner <office@weiss.example>' },
    ]),
  );

/** A pending link, as an invitation or a password reset makes it; returns its id. */
export async function makeLink(
  deps: Deps,
  address: string,
  {
    purpose = 'invitation',
    expiresAt = linkEnd,
  }: { purpose?: 'invitation' | 'reset'; expiresAt?: string } = {},
): Promise<number> {
  const [row] = await query<{ id: number }>(
    deps,
    `insert into portal_links (purpose, address, address_key, state, renewal, sent_at, expires_at)
     values (?, ?, ?, 'pending', 0, ?, ?) returning id`,
    [purpose, address, address.toLowerCase(), deps.clock().toISOString(), expiresAt],
  );
  if (row === undefined) throw new Error('no link was made');
  return row.id;
}

/** Puts an invitation for each address into the outbox, each with a link of its own; returns the ids of the mails. */
export const queueInvitations = (
  db: TestDatabase,
  addresses: readonly string[],
  facts: NewMail['facts'] = {},
): Promise<number[]> =>
  db.write(async (deps) => {
    const mails: NewMail[] = [];
    for (const recipient of addresses) {
      const linkId = await makeLink(deps, recipient);
      mails.push({ kind: 'invitation', recipient, linkId, facts: { expiresAt: linkEnd, ...facts } });
    }
    return queueMails(deps, mails);
  });

/** Some columns of every mail, oldest first. */
export const mailRows = (
  db: TestDatabase,
): Promise<Array<{ id: number; state: string; attempts: number; error: string | null; due_at: string }>> =>
  db.read(async (deps) => query(deps, 'select id, state, attempts, error, due_at from mails order by id'));

/** Changes rows by hand, as only a test may. */
export const alter = (db: TestDatabase, sql: string, bindings: unknown[] = []): Promise<unknown> =>
  db.write((deps) => query(deps, sql, bindings));
