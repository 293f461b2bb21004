import { query } from '../../db/bulk.ts';
import { addressColumns } from '../contact/repository.ts';
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

/** The index by which an import of contacts alone finds some of them (B3). */
const byContactName = 'contacts_by_name_key';

/** The index by which contacts are found by their e-mails, unless it is held in memory who has which. */
const byAddress = 'contact_emails_by_address';

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
  private readonly findsContactsByName: boolean;
  private putBack: (() => Promise<void>) | undefined;
  private putAddressesBack: (() => Promise<void>) | undefined;

  private constructor(deps: Deps, before: number, findsContactsByName: boolean) {
    this.deps = deps;
    this.before = before;
    this.findsContactsByName = findsContactsByName;
  }

  static async of(
    deps: Deps,
    { findsContactsByName }: { findsContactsByName: boolean },
  ): Promise<SpareIndexes> {
    const [row] = await query<{ records: number }>(
      deps,
      `select (select coalesce(max(id), 0) from accounts) + (select coalesce(max(id), 0) from contacts) as records`,
    );
    return new SpareIndexes(deps, row?.records ?? 0, findsContactsByName);
  }

  /**
   * Takes them away when so many records are new that they are made anew in less time, and puts back by which something has to be
   * found after all; `settled` waits for what is being written.
   */
  async made(records: number, settled: () => Promise<void>): Promise<void> {
    const { dialect, trx } = this.deps;
    if (this.putBack !== undefined) {
      if (this.putAddressesBack === undefined || this.knowsAddresses) return;
      await settled();
      await this.completeAddresses();
      return;
    }
    if (records < fewRecords || records < this.before / 2) return;
    await settled();
    this.putBack = await dialect.setIndexesAside(
      trx,
      this.findsContactsByName ? unread : [...unread, byContactName],
    );
    if (this.knowsAddresses) this.putAddressesBack = await dialect.setIndexesAside(trx, [byAddress]);
  }

  /** Makes them anew where they were taken away. */
  async complete(): Promise<void> {
    await this.completeAddresses();
    await this.putBack?.();
    this.putBack = undefined;
  }

  private get knowsAddresses(): boolean {
    return this.deps.held?.knowsOwners(addressColumns) ?? false;
  }

  private async completeAddresses(): Promise<void> {
    await this.putAddressesBack?.();
    this.putAddressesBack = undefined;
  }
}
