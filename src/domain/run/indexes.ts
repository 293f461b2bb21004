import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';

/**
 * Indexes by which an import finds nothing: lists and filters go by them. That an address belongs to one contact (C4) is decided by
 * the operations, and by the last of these once more when it is made anew.
 */
const unread = [
  'accounts_by_name',
  'contacts_by_name',
  'account_field_values_by_sort',
  'contact_field_values_by_sort',
  'contact_emails_owner',
];

/** So few new records are written as fast with all indexes. */
const fewRecords = 8_000;

/**
 * The indexes of a database that gets a great many new records in one transaction. In the order of names or values each new
 * one belongs elsewhere: kept up to date row by row, those indexes alone take most of the time of a million rows.
 */
export class SpareIndexes {
  private readonly deps: Deps;
  /** How many records were there before, at most. */
  private readonly before: number;
  private putBack: (() => Promise<void>) | undefined;

  private constructor(deps: Deps, before: number) {
    this.deps = deps;
    this.before = before;
  }

  static async of(deps: Deps): Promise<SpareIndexes> {
    const [row] = await query<{ records: number }>(
      deps,
      `select (select coalesce(max(id), 0) from accounts) + (select coalesce(max(id), 0) from contacts) as records`,
    );
    return new SpareIndexes(deps, row?.records ?? 0);
  }

  /** Takes them away when so many records are new that they are made anew in less time; `settled` waits for what is being written. */
  async made(records: number, settled: () => Promise<void>): Promise<void> {
    if (this.putBack !== undefined || records < fewRecords || records < this.before / 2) return;
    await settled();
    this.putBack = await this.deps.dialect.setIndexesAside(this.deps.trx, unread);
  }

  /** Makes them anew where they were taken away. */
  async complete(): Promise<void> {
    await this.putBack?.();
    this.putBack = undefined;
  }
}
