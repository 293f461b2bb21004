import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * What happens between the firm and a client (O1, O2): documents, messages, approvals, signatures, notes, and an index of
 * logins by person. Whoever did something is kept by name too, since contacts come and go. The bytes of a document are in
 * the content store, under their SHA-256. Each section of the overview has an index in its own order.
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { text, id } = columnTypes(trx);
  const account = 'account_id integer not null references accounts (id) on delete cascade';
  const contact = 'contact_id integer references contacts (id) on delete set null';
  const document = 'document_id integer not null references documents (id) on delete cascade';
  const side = `side ${text} not null check (side in ('client', 'firm'))`;
  await runStatements(
    trx,
    `
    create table documents (
      id ${id},
      ${account},
      name ${text} not null,
      sha256 ${text} not null,
      bytes integer not null,
      media_type ${text} not null,
      ${side},
      ${contact},
      author ${text} not null,
      added_at ${text} not null,
      seen_at ${text},
      seen_by ${text}
    );
    create index documents_by_account on documents (account_id, added_at, id);
    create index documents_of_clients on documents (account_id, added_at, id) where side = 'client';
    create index documents_unseen on documents (account_id) where side = 'client' and seen_at is null;
    create index documents_by_time on documents (added_at, id);
    create index documents_new on documents (added_at, id) where side = 'client' and seen_at is null;
    create index documents_by_content on documents (sha256);
    create index documents_by_contact on documents (contact_id);
    create index account_photos_by_content on account_photos (sha256);
    alter table account_photos add column ${contact};
    create index account_photos_by_contact on account_photos (contact_id);

    create table threads (
      id ${id},
      ${account},
      subject ${text} not null,
      started_at ${text} not null,
      last_at ${text} not null
    );
    create index threads_by_account on threads (account_id, last_at, id);

    create table messages (
      id ${id},
      thread_id integer not null references threads (id) on delete cascade,
      ${account},
      ${side},
      ${contact},
      author ${text} not null,
      body ${text} not null,
      at ${text} not null
    );
    create index messages_by_thread on messages (thread_id, at, id);
    create index messages_by_account on messages (account_id, at, id);
    create index messages_by_time on messages (at, id);
    create index messages_by_contact on messages (contact_id);

    create table approvals (
      id ${id},
      ${account},
      ${document},
      state ${text} not null check (state in ('pending', 'approved', 'declined', 'cancelled')),
      requested_at ${text} not null,
      requested_by ${text} not null,
      decided_at ${text},
      ${contact},
      decided_by ${text},
      comment ${text}
    );
    create index approvals_by_account on approvals (account_id, requested_at, id);
    create unique index approvals_pending on approvals (document_id) where state = 'pending';
    create index approvals_open on approvals (account_id) where state = 'pending';
    create index approvals_by_time on approvals (requested_at, id);
    create index approvals_waiting on approvals (requested_at, id) where state = 'pending';
    create index approvals_by_document on approvals (document_id);
    create index approvals_by_contact on approvals (contact_id);

    create table signature_requests (
      id ${id},
      ${account},
      ${document},
      in_order integer not null,
      notify integer not null default 1,
      state ${text} not null check (state in ('open', 'complete', 'declined', 'cancelled')),
      requested_at ${text} not null,
      requested_by ${text} not null,
      ended_at ${text}
    );
    create index signature_requests_by_account on signature_requests (account_id, requested_at, id);
    create unique index signature_requests_pending on signature_requests (document_id) where state = 'open';
    create index signature_requests_open on signature_requests (account_id) where state = 'open';
    create index signature_requests_by_time on signature_requests (requested_at, id);
    create index signature_requests_waiting on signature_requests (requested_at, id) where state = 'open';
    create index signature_requests_by_document on signature_requests (document_id);

    create table signature_signers (
      id ${id},
      request_id integer not null references signature_requests (id) on delete cascade,
      position integer not null,
      ${contact},
      name ${text} not null,
      state ${text} not null check (state in ('pending', 'signed', 'declined')),
      at ${text},
      reason ${text},
      unique (request_id, position)
    );
    create index signature_signers_by_contact on signature_signers (contact_id);

    create table notes (
      id ${id},
      ${account},
      body ${text} not null,
      author ${text} not null,
      created_at ${text} not null,
      updated_at ${text} not null
    );
    create index notes_by_account on notes (account_id, updated_at, id);
    create index notes_by_time on notes (updated_at, id);

    create index logins_by_person on logins (account_id, contact_id, at, id);
    create index logins_by_time on logins (at, id);
    drop index logins_by_contact;
    create index logins_by_contact on logins (contact_id, at, id)
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('drop index if exists logins_by_contact');
  await trx.raw('create index logins_by_contact on logins (contact_id)');
  await trx.raw('drop index if exists logins_by_time');
  await trx.raw('drop index if exists logins_by_person');
  await trx.raw('drop index if exists account_photos_by_content');
  await trx.raw('drop index if exists account_photos_by_contact');
  await trx.raw('alter table account_photos drop column contact_id');
  const tables = [
    'notes',
    'signature_signers',
    'signature_requests',
    'approvals',
    'messages',
    'threads',
    'documents',
  ];
  for (const table of tables) await trx.raw(`drop table if exists ${table}`);
}
