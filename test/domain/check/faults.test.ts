import { expect, it } from 'vitest';
import { checkDatabase } from '../../../src/domain/check/operations.ts';
import { fillExampleBook } from '../../contract/example-book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

/** A fault, and the checks that find it: others may suffer from it, too. */
interface Fault {
  rule: string;
  plant: string[];
  found: string[];
  /** Statements that one of the databases needs in their place. */
  postgres?: string[];
}

const faults: Fault[] = [
  {
    rule: 'A7: an account without a contact',
    plant: ['delete from account_contacts where account_id = 1'],
    found: ['account-contacts', 'search-documents'],
  },
  {
    rule: 'A2: a company without company name',
    plant: ['update accounts set company_name = null where id = 2'],
    found: ['company-names'],
  },
  {
    rule: 'C1: a contact without name and e-mail',
    plant: [
      'update contacts set first_name = null, last_name = null, company_name = null where id = 3',
      `delete from contact_emails where contact_id = 3`,
    ],
    found: ['contact-identity', 'contact-names'],
  },
  {
    rule: 'C4: an address of two contacts',
    plant: [
      'drop index contact_emails_owner',
      `insert into contact_emails (contact_id, source, address, address_key, shared)
       select 5, 'second-email', address, address_key, 0 from contact_emails where contact_id = 1 and source = 'primary'`,
    ],
    found: ['contact-names', 'email-owners'],
  },
  {
    rule: 'C3: an address twice in one contact',
    plant: [
      `insert into contact_emails (contact_id, source, address, address_key, shared)
       select contact_id, 'spouse-email', address, address_key, 1 from contact_emails where contact_id = 1 and source = 'primary'`,
    ],
    found: ['email-places'],
  },
  {
    rule: 'F4: an address in a field that is gone',
    plant: [
      `insert into contact_emails (contact_id, source, address, address_key, shared) values (1, 'gone', 'Erika', 'erika', 0)`,
    ],
    found: ['contact-names', 'email-sources'],
  },
  {
    rule: 'T1: a switch that is neither on nor off',
    plant: ['update account_access set sync = 7 where id = 1'],
    found: ['access-switches'],
  },
  {
    rule: 'T6: an unlinked e-mail without login',
    plant: [
      `insert into account_access (account_id, contact_id, address, address_key, login, notify, sync, documents, signatures, approvals, messages, organizers)
       values (1, 1, 'old@x.example', 'old@x.example', 0, 0, 0, 1, 1, 1, 1, 1)`,
    ],
    found: ['search-documents', 'unlinked-emails'],
  },
  {
    rule: 'L4: a gap in the order of signers',
    plant: ['update account_contacts set signer_rank = 2 where account_id = 3 and contact_id = 2'],
    found: ['signer-ranks'],
  },
  {
    rule: 'L4: a signer without login',
    plant: ['update account_contacts set signer_rank = 1 where account_id = 1 and contact_id = 3'],
    found: ['signer-logins'],
  },
  {
    rule: 'T4: an invitation that nobody needs',
    plant: [
      `insert into portal_links (purpose, address, address_key, state, renewal, sent_at, expires_at)
       values ('invitation', 'x@x.example', 'x@x.example', 'pending', 0, '2026-01-01', '2026-01-08')`,
    ],
    found: ['needed-invitations'],
  },
  {
    rule: 'I3: a reset for nobody',
    plant: [
      `insert into portal_links (purpose, address, address_key, state, renewal, sent_at, expires_at)
       values ('reset', 'x@x.example', 'x@x.example', 'pending', 0, '2026-01-01', '2026-01-08')`,
    ],
    found: ['needed-resets'],
  },
  {
    rule: 'I2: two pending invitations of one address',
    plant: [
      'drop index portal_links_pending',
      `insert into portal_links (purpose, address, address_key, state, renewal, sent_at, expires_at)
       select purpose, address, address_key, 'pending', renewal, sent_at, expires_at from portal_links
       where id = (select max(id) from portal_links where state = 'pending')`,
    ],
    found: ['pending-links'],
  },
  {
    rule: 'I1: a link that ended at no time',
    plant: [`update portal_links set ended_at = null where state <> 'pending'`],
    found: ['link-states'],
  },
  {
    rule: 'T4: a portal user whose address is nobody’s',
    plant: [
      `insert into portal_users (address, address_key, password_hash, failed_logins, created_at, password_set_at)
       values ('x@x.example', 'x@x.example', '', 0, '2026', '2026')`,
    ],
    found: ['portal-users'],
  },
  {
    rule: 'T4: a session that is open without login',
    plant: [
      `update account_access set login = 0`,
      `insert into portal_sessions (user_id, token_hash, origin, created_at, expires_at)
       select min(id), 'x', '', '2026', '2099' from portal_users`,
    ],
    found: ['needed-invitations', 'open-sessions'],
  },
  {
    rule: 'F1: a value in a field of another scope',
    plant: [
      `insert into account_field_values (account_id, field_id, place, value, sort)
       select 1, id, 0, 'x', 'x' from fields where key = 'spouse-email'`,
    ],
    found: ['account-field-places'],
  },
  {
    rule: 'F1: two choices in a dropdown',
    plant: [
      `insert into account_field_values (account_id, field_id, place, option_id, value, sort)
       select 1, field_id, id, id, cast(id as text), case position when (select min(position) from field_options) then '000000' else '000001' end
       from field_options`,
    ],
    found: ['account-field-choices'],
  },
  {
    rule: 'F2: a date that is none',
    plant: [
      `insert into account_field_values (account_id, field_id, place, value, sort)
       select 1, id, 0, '2026-02-30', '2026-02-30' from fields where key = 'founded'`,
    ],
    found: ['account-field-values'],
  },
  {
    rule: 'F2: a value that sorts wrongly',
    plant: [
      `insert into account_field_values (account_id, field_id, place, value, sort)
       select 1, id, 0, '12/345', 'zzz' from fields where key = 'tax-number'`,
    ],
    found: ['account-field-values'],
  },
  {
    rule: 'O2: an approval in another account',
    plant: ['update approvals set account_id = 1'],
    found: ['activity-accounts'],
  },
  {
    rule: 'O2: a request that is complete while somebody has to sign',
    plant: [`update signature_requests set state = 'complete', ended_at = '2026'`],
    found: ['signature-states'],
  },
  { rule: 'H1: entries of a run that is gone', plant: ['delete from runs'], found: ['run-entries'] },
  {
    rule: 'H1: an entry that was changed',
    plant: [`update audit_entries set actor = 'x' where id = 1`],
    found: ['audit-chain'],
  },
  {
    rule: 'A4: a name that cannot be compared',
    plant: [`update accounts set name_key = 'other' where id = 1`],
    found: ['account-names'],
  },
  {
    rule: 'L1: a contact that sorts wrongly',
    plant: [`update contacts set name_sort = 'other' where id = 1`],
    found: ['contact-names'],
  },
  {
    rule: 'C1: a display name that is not made of the names',
    plant: [`update contacts set display_name = 'Other' where id = 1`],
    found: ['contact-names'],
  },
  {
    rule: 'C4: an address that cannot be compared',
    plant: [`update contact_emails set address_key = 'other' where contact_id = 3 or contact_id = 5`],
    found: ['contact-addresses'],
  },
  {
    rule: 'G1: a tag that cannot be compared',
    plant: [`update tags set name_key = 'other' where id = 1`],
    found: ['tag-names'],
  },
  {
    rule: 'F1: a field that cannot be compared',
    plant: [`update fields set label_key = 'other' where id = 1`],
    found: ['field-labels'],
  },
  {
    rule: 'F3: an option that cannot be compared',
    plant: [`update field_options set label_key = 'other' where id = 1`],
    found: ['option-labels'],
  },
  {
    rule: 'Q1: a search document that is not in step',
    plant: [`update account_search set body = 'other' where account_id = 1`],
    found: ['search-documents'],
  },
  {
    rule: 'Q1: an account without search document',
    plant: ['delete from account_search where account_id = 1'],
    found: ['search-documents'],
  },
  {
    rule: 'a setting with a value that cannot be',
    plant: [`insert into settings (key, value, updated_at) values ('country', 'Mars', '2026')`],
    found: ['settings'],
  },
  {
    rule: 'I6: a mail whose sender ended',
    plant: [
      `update mails set state = 'sending', claimed_by = 'x/1', claimed_until = '2026-01-01T00:00:00.000Z' where id = 1`,
    ],
    found: ['mail-claims'],
  },
  {
    rule: 'B2: an import that was stopped before it began, and one in the midst of it',
    plant: [
      `insert into runs (kind, source, actor, started_at) values ('import', 'x', 'x', '2026-01-01T00:00:00.000Z')`,
      `update runs set ended_at = null where id = 1`,
      `update audit_entries set at = '2026-01-01T00:00:00.000Z' where run = 1`,
    ],
    found: ['audit-chain', 'runs'],
  },
  {
    rule: 'a row that refers to nothing',
    plant: [
      'pragma defer_foreign_keys = on',
      'insert into account_tags (account_id, tag_id) values (1, 999)',
    ],
    postgres: [
      'alter table account_tags drop constraint account_tags_tag_id_fkey',
      'insert into account_tags (account_id, tag_id) values (1, 999)',
      'alter table account_tags add constraint account_tags_tag_id_fkey foreign key (tag_id) references tags (id) not valid',
    ],
    found: ['foreign-keys'],
  },
  {
    rule: 'a content of another size',
    plant: ['update documents set bytes = 1 where id = 1'],
    found: ['contents'],
  },
  {
    rule: 'a document without its content',
    plant: [`update documents set sha256 = '${'0'.repeat(64)}' where id = 2`],
    found: ['missing-contents'],
  },
];

onEachDatabase((db) => {
  it('finds nothing in a sound book, and each fault by its check', { timeout: 60_000 }, async () => {
    await fillExampleBook(db());
    await db().write(async (deps) => {
      expect(await checkDatabase(deps)).toEqual([]);
      for (const group of groupsOf(db().kind === 'sqlite' ? 1 : faultsAtOnce)) {
        await deps.trx.raw('savepoint fault');
        for (const { plant, postgres } of group) {
          for (const sql of (db().kind === 'postgres' ? postgres : undefined) ?? plant)
            await deps.trx.raw(sql);
        }
        const findings = await checkDatabase(deps);
        const rules = group.map(({ rule }) => rule).join('; ');
        const found = new Set(group.flatMap((fault) => fault.found));
        expect([...new Set(findings.map(({ check }) => check))].sort(), rules).toEqual([...found].sort());
        for (const { message, count, examples } of findings) {
          expect(message, rules).toMatch(/^[a-z\d]/);
          expect(count, rules).toBeGreaterThan(0);
          expect(examples.join(), rules).not.toMatch(/Erika|Müller|@/);
        }
        await deps.trx.raw('rollback to savepoint fault');
      }
    });
  });
});

/** A check asks a server a hundred questions: there several faults are looked for at once. */
const faultsAtOnce = 7;

const groupsOf = (size: number): Fault[][] =>
  Array.from({ length: Math.ceil(faults.length / size) }, (_, at) =>
    faults.slice(at * size, (at + 1) * size),
  );
