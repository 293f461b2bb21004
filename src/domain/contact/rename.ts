import { query, queryByIds } from '../../db/bulk.ts';
import { updateRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import { refreshSearch } from '../search/refresh.ts';
import { addressesOf, bySource, furtherOf, primaryOf } from './emails.ts';
import { type ContactRow, contactTable, readEmails } from './repository.ts';
import { derivedNames } from './rules.ts';

const pageRows = 2_000;

/** Puts the display names of all contacts together anew after the firm's name format changed (C1). */
export async function rederiveNames(deps: Deps): Promise<void> {
  const { nameFormat } = await readFirm(deps);
  for (let after = 0; ; ) {
    const rows = await query<ContactRow>(
      deps,
      `select ${contactTable.select()} from contacts where id > ? order by id limit ${pageRows}${deps.dialect.lockRows}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const ids = rows.map((row) => row.id);
    const emails = bySource(await readEmails(deps, ids));
    const changed = rows
      .map((row) => {
        const addresses = addressesOf(emails.get(row.id));
        return { ...row, ...derivedNames(row, primaryOf(addresses), nameFormat, furtherOf(addresses)) };
      })
      .filter((row, index) => row.displayName !== rows[index]?.displayName);
    await updateRecords(deps, contactTable, changed);
    const accounts = await queryByIds<{ id: number }>(
      deps,
      'select distinct account_id as id from account_contacts where contact_id in {ids}',
      changed.map((row) => row.id),
    );
    await refreshSearch(
      deps,
      accounts.map((account) => account.id),
    );
  }
}
