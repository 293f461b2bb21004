import type { Deps } from '../deps.ts';

/** Tables in which an import looks for what is there already. */
const searched = [
  'accounts',
  'contacts',
  'account_contacts',
  'contact_emails',
  'account_field_values',
  'contact_field_values',
  'account_tags',
  'account_search',
];

/** With so few new records every way to find them is fast. */
const fewRecords = 2_000;
/** Their numbers are right in between, from how large the tables are. */
const growth = 8;

/**
 * What a server knows of tables that get a great many records in one transaction. It tidies up by itself meanwhile, sees none of
 * the new ones, and takes the tables for nearly empty: from then on it would read them whole for each record that is looked for.
 */
export class FreshStatistics {
  private readonly deps: Deps;
  private next = fewRecords;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Has them counted when so many records are new; `settled` waits for what is being written. */
  async made(records: number, settled: () => Promise<void>): Promise<void> {
    if (records < this.next) return;
    this.next = records * growth;
    await settled();
    await this.deps.dialect.countRows(this.deps.trx, searched);
  }
}
