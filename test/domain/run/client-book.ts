import { notificationKinds, switchNames } from '../../../src/domain/access/model.ts';

type Row = Record<string, unknown>;

/** What a run leaves for good, or what says nothing about clients: who did what, mails, and links that are dead. */
const beside = ['audit_entries', 'audit_seals', 'audit_head', 'runs', 'mails', 'portal_tokens'];

/**
 * What the firm knows about its clients, of all that a database holds: equal before a run and after it was taken back. What
 * was written anew has another number; access without a row is access that is off.
 */
export function clientBook(contents: string): Record<string, string[]> {
  const tables = JSON.parse(contents) as Record<string, string[]>;
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([table]) => !beside.includes(table))
      .map(([table, rows]) => [
        table,
        rowsOf(
          table,
          rows.map((row) => JSON.parse(row) as Row),
        ).sort(),
      ]),
  );
}

const rowsOf = (table: string, rows: readonly Row[]): string[] =>
  rows.flatMap((row) => {
    if (table === 'portal_links' && row.state !== 'pending') return [];
    if (table === 'account_search') {
      // PostgreSQL joins the texts of contacts in any order.
      return [`${row.account_id} ${String(row.body).split('\n').sort().join(' ')}`];
    }
    if (!['contact_emails', 'account_access', 'portal_links'].includes(table)) return [JSON.stringify(row)];
    // Whoever had a shared e-mail first is not on record.
    const { id, shared, ...rest } = row;
    const isOff =
      table === 'account_access' &&
      switchNames.every((name) => row[name] === 0) &&
      notificationKinds.every((kind) => row[kind] === 1);
    return isOff ? [] : [JSON.stringify(rest)];
  });
