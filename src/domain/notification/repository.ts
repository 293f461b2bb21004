import { queryWithRows, type Session } from '../../db/bulk.ts';
import type { NotifiedKind } from './model.ts';

/** An address that is to be notified about a kind of things of an account. */
export interface RecipientRow {
  accountId: number;
  accountName: string;
  kind: NotifiedKind;
  contactId: number;
  contactName: string;
  address: string;
  addressKey: string;
  /** Whether login is on for it in another account, too, that is not archived (1 and 0). */
  elsewhere: number;
}

/** A kind of things of an account. */
export interface Concern {
  accountId: number;
  kind: NotifiedKind;
}

/**
 * Who is to be notified (T2): the addresses with login, notify and the kind on, of accounts that are not archived. Access
 * ends with its link, so all of them are linked.
 */
export const readRecipients = (session: Session, concerns: readonly Concern[]): Promise<RecipientRow[]> =>
  queryWithRows<RecipientRow>(
    session,
    `select r.account_id as "accountId", a.name as "accountName", k.kind, r.contact_id as "contactId",
       c.display_name as "contactName", r.address, r.address_key as "addressKey",
       case when exists (select 1 from account_access o join accounts b on b.id = o.account_id
         where o.address_key = r.address_key and o.login = 1 and o.account_id <> r.account_id
           and b.archived_at is null) then 1 else 0 end as elsewhere
     from {rows} k join accounts a on a.id = k.account_id
       join account_access r on r.account_id = a.id
       join contacts c on c.id = r.contact_id
     where a.archived_at is null and r.login = 1 and r.notify = 1
       and case k.kind when 'documents' then r.documents when 'messages' then r.messages
         when 'approvals' then r.approvals when 'signatures' then r.signatures end = 1
     order by r.account_id, r.contact_id, r.id`,
    { account_id: 'integer', kind: 'text' },
    concerns.map(({ accountId, kind }) => [accountId, kind]),
  );
