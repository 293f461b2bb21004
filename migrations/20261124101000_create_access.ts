import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * Who may come in: the switches of each account × contact × e-mail (T1, T2), the portal's users, the links that were
 * mailed to them (invitations and password resets, I1–I5), their sessions and logins. A row of `account_access` outlives
 * its address in the contact: an unlinked e-mail (T6). Of tokens and sessions only hashes are stored.
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { text, id } = columnTypes(trx);
  await runStatements(
    trx,
    `
    create table account_access (
      id ${id},
      account_id integer not null,
      contact_id integer not null,
      address ${text} not null,
      address_key ${text} not null,
      login integer not null,
      notify integer not null,
      sync integer not null,
      documents integer not null,
      signatures integer not null,
      approvals integer not null,
      messages integer not null,
      organizers integer not null,
      unique (account_id, contact_id, address_key),
      foreign key (account_id, contact_id) references account_contacts (account_id, contact_id) on delete cascade
    );
    create index account_access_by_address on account_access (address_key);
    create index account_access_by_contact on account_access (contact_id);

    create table portal_users (
      id ${id},
      address ${text} not null,
      address_key ${text} not null unique,
      password_hash ${text} not null,
      failed_logins integer not null,
      locked_until ${text},
      created_at ${text} not null,
      password_set_at ${text} not null
    );

    create table portal_links (
      id ${id},
      purpose ${text} not null check (purpose in ('invitation', 'reset')),
      address ${text} not null,
      address_key ${text} not null,
      account_id integer references accounts (id) on delete set null,
      contact_id integer references contacts (id) on delete set null,
      state ${text} not null check (state in ('pending', 'accepted', 'revoked', 'superseded')),
      renewal integer not null,
      sent_at ${text} not null,
      expires_at ${text} not null,
      ended_at ${text}
    );
    create unique index portal_links_pending on portal_links (purpose, address_key) where state = 'pending';
    create index portal_links_by_address on portal_links (address_key);
    create index portal_links_by_account on portal_links (account_id);
    create index portal_links_by_contact on portal_links (contact_id);

    create table portal_tokens (
      selector ${text} primary key,
      verifier_hash ${text} not null,
      link_id integer not null references portal_links (id) on delete cascade,
      created_at ${text} not null
    );
    create index portal_tokens_by_link on portal_tokens (link_id);

    create table portal_sessions (
      id ${id},
      user_id integer not null references portal_users (id) on delete cascade,
      token_hash ${text} not null unique,
      origin ${text} not null,
      created_at ${text} not null,
      expires_at ${text} not null,
      ended_at ${text}
    );
    create index portal_sessions_by_user on portal_sessions (user_id);

    create table logins (
      id ${id},
      account_id integer not null references accounts (id) on delete cascade,
      contact_id integer references contacts (id) on delete set null,
      name ${text} not null,
      address ${text} not null,
      origin ${text} not null,
      at ${text} not null
    );
    create index logins_by_account on logins (account_id, at);
    create index logins_by_contact on logins (contact_id)
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  const tables = [
    'logins',
    'portal_sessions',
    'portal_tokens',
    'portal_links',
    'portal_users',
    'account_access',
  ];
  for (const table of tables) await trx.raw(`drop table if exists ${table}`);
}
