import { query } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { Look, Severity } from './model.ts';
import { exampleOf, finding, mostExamples, some } from './rules.ts';

/** A rule of the domain as a statement that yields what breaks it. */
export interface Invariant {
  name: string;
  summary: string;
  severity?: Severity;
  /** One row for each breach; its columns are called what examples call them. */
  sql: (deps: Deps) => string;
  message: (count: number) => string;
  hint?: string;
}

const accounts = (count: number, one: string, many: string) =>
  `${some(count, 'account', 'accounts')} ${count === 1 ? one : many}`;

/** Rules that hold whatever programs do at the same time, and that no constraint of a table can say. */
export const invariants: readonly Invariant[] = [
  {
    name: 'account-contacts',
    summary: 'every account has a contact (A7)',
    sql: () =>
      'select a.id as account from accounts a where not exists (select 1 from account_contacts l where l.account_id = a.id)',
    message: (count) => accounts(count, 'has no contact', 'have no contact'),
    hint: 'Link a contact: kontor contact link CONTACT ACCOUNT',
  },
  {
    name: 'company-names',
    summary: 'every company has a company name (A2)',
    sql: () => `select id as account from accounts where type = 'company' and company_name is null`,
    message: (count) =>
      accounts(count, 'is a company without company name', 'are companies without company name'),
    hint: 'Give it one: kontor account edit ACCOUNT --company-name NAME',
  },
  {
    name: 'contact-identity',
    summary: 'every contact has a name or an e-mail (C1)',
    sql: () => `select c.id as contact from contacts c
      where coalesce(c.first_name, c.middle_name, c.last_name, c.company_name) is null
        and not exists (select 1 from contact_emails e where e.contact_id = c.id and e.source = 'primary')`,
    message: (count) => `${some(count, 'contact has', 'contacts have')} neither a name nor an e-mail`,
    hint: 'Give it one: kontor contact edit CONTACT --last-name NAME',
  },
  {
    name: 'email-owners',
    summary: 'an address belongs to one contact, unless it is shared (C4)',
    sql: () => `select min(contact_id) as contact, max(contact_id) as "other contact" from contact_emails
      where shared = 0 group by address_key having count(*) > 1`,
    message: (count) =>
      `${some(count, 'address belongs', 'addresses belong')} to several contacts without being shared`,
    hint: 'Take it from one of them with kontor contact edit, or merge them: kontor contact merge CONTACT OTHER',
  },
  {
    name: 'email-places',
    summary: 'a contact has an address once (C3)',
    sql: () =>
      'select contact_id as contact from contact_emails group by contact_id, address_key having count(*) > 1',
    message: (count) => `${some(count, 'contact has', 'contacts have')} the same address in two places`,
    hint: 'Clear one of them: kontor contact edit CONTACT --unset FIELD',
  },
  {
    name: 'email-sources',
    summary: "further addresses are values of fields of type 'email' (F4)",
    sql: () => `select e.contact_id as contact, e.id as "e-mail" from contact_emails e where e.source <> 'primary'
      and not exists (select 1 from fields f where f.scope = 'contact' and f.type = 'email' and f.key = e.source)`,
    message: (count) =>
      `${some(count, 'address belongs', 'addresses belong')} to a field that does not exist`,
  },
  {
    name: 'access-switches',
    summary: 'switches are on or off (T1, T2)',
    sql: () => `select account_id as account, contact_id as contact from account_access
      where login not in (0, 1) or notify not in (0, 1) or sync not in (0, 1) or documents not in (0, 1)
        or signatures not in (0, 1) or approvals not in (0, 1) or messages not in (0, 1) or organizers not in (0, 1)`,
    message: (count) => `${some(count, 'e-mail has', 'e-mails have')} a switch that is neither on nor off`,
    hint: 'Set it: kontor contact access CONTACT ACCOUNT --login off --notify off --sync off',
  },
  {
    name: 'unlinked-emails',
    summary: 'access outlives its address only while login is on (T6)',
    sql: () => `select r.account_id as account, r.contact_id as contact from account_access r where r.login = 0
      and not exists (select 1 from contact_emails e where e.contact_id = r.contact_id and e.address_key = r.address_key)`,
    message: (count) =>
      `${some(count, 'e-mail', 'e-mails')} without login ${count === 1 ? 'is' : 'are'} kept although the contact has the address no more`,
    hint: 'kontor contact access CONTACT ACCOUNT --login off takes what is left of it away.',
  },
  {
    name: 'signer-ranks',
    summary: 'signers are numbered from 1 without gaps (L4)',
    sql: () => `select account_id as account from account_contacts where signer_rank is not null group by account_id
      having min(signer_rank) <> 1 or max(signer_rank) <> count(*) or count(distinct signer_rank) <> count(*)`,
    message: (count) =>
      accounts(count, 'has gaps in the order of its signers', 'have gaps in the order of their signers'),
    hint: 'Set the order anew: kontor account signers ACCOUNT --order CONTACT,CONTACT',
  },
  {
    name: 'signer-logins',
    summary: 'signers have login in their account (L4)',
    sql: () => `select l.account_id as account, l.contact_id as contact from account_contacts l
      where l.signer_rank is not null and not exists (select 1 from account_access r
        where r.account_id = l.account_id and r.contact_id = l.contact_id and r.login = 1)`,
    message: (count) => `${some(count, 'signer has', 'signers have')} no login in the account`,
    hint: 'kontor contact access CONTACT ACCOUNT --login on, or set the order without them: kontor account signers ACCOUNT --order …',
  },
  {
    name: 'needed-invitations',
    summary: 'an invitation is pending only while an account needs it (T4)',
    sql: () => `select i.id as invitation from portal_links i where i.purpose = 'invitation' and i.state = 'pending'
      and not exists (select 1 from account_access r where r.address_key = i.address_key and r.login = 1)`,
    message: (count) =>
      `${some(count, 'invitation is', 'invitations are')} pending although login is on nowhere`,
    hint: 'End it: kontor invite revoke EMAIL',
  },
  {
    name: 'needed-resets',
    summary: 'a password reset is pending only for a portal user (I3)',
    sql: () => `select i.id as reset from portal_links i where i.purpose = 'reset' and i.state = 'pending'
      and not exists (select 1 from portal_users u where u.address_key = i.address_key)`,
    message: (count) => `${some(count, 'password reset is', 'password resets are')} pending for nobody`,
  },
  {
    name: 'pending-links',
    summary: 'an address has one pending invitation and one pending reset at most (I2, I4)',
    sql: () => `select min(id) as link, max(id) as "other link" from portal_links where state = 'pending'
      group by purpose, address_key having count(*) > 1`,
    message: (count) => `${some(count, 'address has', 'addresses have')} several pending links of one kind`,
    hint: 'End them: kontor invite revoke EMAIL',
  },
  {
    name: 'link-states',
    summary: 'links that were used or ended say when (I1)',
    sql: () => `select id as link from portal_links
      where (state = 'pending' and ended_at is not null) or (state <> 'pending' and ended_at is null)`,
    message: (count) => `${some(count, 'link', 'links')} ended without a time, or not at all with one`,
  },
  {
    name: 'portal-users',
    summary: 'the address of a portal user belongs to somebody (T4)',
    sql: () => `select u.id as "portal user" from portal_users u
      where not exists (select 1 from contact_emails e where e.address_key = u.address_key)
        and not exists (select 1 from account_access r where r.address_key = u.address_key)`,
    message: (count) =>
      `${some(count, 'portal user has', 'portal users have')} an address that belongs to nobody`,
  },
  {
    name: 'open-sessions',
    summary: 'sessions are open only while login is on somewhere (T4)',
    // The time is the clock's own text, so it can stand in the statement.
    sql: (deps) => `select s.id as session from portal_sessions s join portal_users u on u.id = s.user_id
      where s.ended_at is null and s.expires_at > '${timestamp(deps)}'
        and not exists (select 1 from account_access r where r.address_key = u.address_key and r.login = 1)`,
    message: (count) => `${some(count, 'session is', 'sessions are')} open although login is on nowhere`,
    hint: 'Switch login on and off again: kontor contact access CONTACT ACCOUNT --login off ends it.',
  },
  ...(['account', 'contact'] as const).flatMap((scope): Invariant[] => [
    {
      name: `${scope}-field-places`,
      summary: `values of ${scope} fields belong to their field and its options (F1, F3)`,
      sql: () => `select v.${scope}_id as ${scope}, v.field_id as field from ${scope}_field_values v
        join fields f on f.id = v.field_id left join field_options o on o.id = v.option_id
        where f.scope <> '${scope}' or (f.type = 'email' and f.scope = 'contact')
          or (f.type in ('dropdown', 'multi-dropdown')) <> (v.option_id is not null)
          or (v.option_id is not null and (o.field_id <> v.field_id or v.value <> cast(v.option_id as text)))
          or v.place <> coalesce(v.option_id, 0)`,
      message: (count) =>
        `${some(count, 'value does', 'values do')} not belong to the field or option that ${count === 1 ? 'it names' : 'they name'}`,
      hint: 'Clear it: kontor account edit ACCOUNT --unset FIELD, or kontor contact edit CONTACT --unset FIELD',
    },
    {
      name: `${scope}-field-choices`,
      summary: `${scope} fields hold one value, but those that hold many (F1)`,
      sql: () => `select v.${scope}_id as ${scope}, v.field_id as field from ${scope}_field_values v
        join fields f on f.id = v.field_id where f.type <> 'multi-dropdown'
        group by v.${scope}_id, v.field_id having count(*) > 1`,
      message: (count) =>
        `${some(count, `${scope} has`, `${scope}s have`)} several values in a field that holds one`,
      hint: 'Set it anew: kontor account edit ACCOUNT --set FIELD=VALUE, or kontor contact edit CONTACT --set FIELD=VALUE',
    },
  ]),
  {
    name: 'activity-accounts',
    summary: 'messages, approvals and signatures belong to the account of their thread or document (O2)',
    sql: () => `select 'message ' || m.id as record from messages m join threads t on t.id = m.thread_id
        where t.account_id <> m.account_id
      union all select 'approval ' || a.id from approvals a join documents d on d.id = a.document_id
        where d.account_id <> a.account_id
      union all select 'signature request ' || s.id from signature_requests s join documents d on d.id = s.document_id
        where d.account_id <> s.account_id`,
    message: (count) =>
      `${some(count, 'record stands', 'records stand')} in another account than what ${count === 1 ? 'it belongs' : 'they belong'} to`,
  },
  {
    name: 'signature-states',
    summary: 'a request for signatures is open while somebody has still to sign (O2)',
    sql: () => `select s.id as "signature request" from signature_requests s
      where (s.state = 'open' and not exists (select 1 from signature_signers p
          where p.request_id = s.id and p.state = 'pending'))
        or (s.state = 'complete' and exists (select 1 from signature_signers p
          where p.request_id = s.id and p.state <> 'signed'))`,
    message: (count) =>
      `${some(count, 'request', 'requests')} for signatures ${count === 1 ? 'does' : 'do'} not stand as ${count === 1 ? 'its' : 'their'} signers do`,
    hint: 'End it: kontor signature cancel REQUEST',
  },
  {
    name: 'run-entries',
    summary: 'entries of the record of changes name runs that exist (H1)',
    sql: () => `select e.run as run, min(e.id) as entry from audit_entries e
      where e.run is not null and not exists (select 1 from runs r where r.id = e.run) group by e.run`,
    message: (count) =>
      `${some(count, 'import or seeding', 'imports or seedings')} with entries ${count === 1 ? 'is' : 'are'} gone`,
  },
];

/** Counts what breaks a rule, and takes a few examples. */
export async function lookAt(deps: Deps, { sql, message, hint, severity }: Invariant): Promise<Look> {
  const rows = await query<Record<string, unknown> & { total: number | string }>(
    deps,
    `select breach.*, count(*) over () as total from (${sql(deps)}) as breach order by 1, 2 limit ${mostExamples}`,
  );
  const count = Number(rows[0]?.total ?? 0);
  if (count === 0) return { findings: [] };
  const examples = rows.map(({ total, ...row }) => exampleOf(row));
  return {
    findings: [
      finding({
        message: message(count),
        count,
        examples,
        hint: hint ?? null,
        ...(severity === undefined ? {} : { severity }),
      }),
    ],
  };
}
