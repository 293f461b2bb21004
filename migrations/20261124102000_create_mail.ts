import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * The outbox (I6). A mail is stored as what it is about, not as its text: the text holds a link that is made only when
 * the mail is delivered, so that no secret is ever in the database (I5).
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { text, id } = columnTypes(trx);
  await runStatements(
    trx,
    `
    create table mails (
      id ${id},
      kind ${text} not null,
      recipient ${text} not null,
      recipient_key ${text} not null,
      link_id integer references portal_links (id) on delete set null,
      account_id integer references accounts (id) on delete set null,
      facts ${text} not null,
      message_id ${text} not null unique,
      state ${text} not null check (state in
        ('queued', 'sending', 'sent', 'deferred', 'failed', 'uncertain', 'cancelled')),
      attempts integer not null,
      due_at ${text} not null,
      deferred_since ${text},
      claimed_by ${text},
      claimed_until ${text},
      error ${text},
      created_at ${text} not null,
      ended_at ${text}
    );
    create index mails_open on mails (due_at) where state in ('queued', 'deferred', 'sending');
    create index mails_by_recipient on mails (recipient_key);
    create index mails_by_link on mails (link_id);
    create index mails_by_account on mails (account_id)
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('drop table if exists mails');
}
