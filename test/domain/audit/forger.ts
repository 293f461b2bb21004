import { query } from '../../../src/db/bulk.ts';
import { RunningDigest } from '../../../src/domain/audit/digest.ts';
import { allEntries } from '../../../src/domain/audit/pages.ts';
import { sealChanges } from '../../../src/domain/audit/seal.ts';
import type { Deps } from '../../../src/domain/deps.ts';

/** What somebody does who may write the database and knows this program: makes the whole chain anew over what is there. */
export async function sealAnew(deps: Deps): Promise<void> {
  await query(deps, 'delete from audit_seals');
  await query(deps, `update audit_head set position = 0, hash = ''`);
  const secret = 'forged';
  for await (const { entries: page } of allEntries(deps)) {
    for (const seal of new Set(page.map((entry) => entry.seal ?? 0))) {
      const entries = page.filter((entry) => entry.seal === seal);
      const digest = new RunningDigest(secret);
      for (const entry of entries) digest.add(entry);
      const lastEntry = entries.at(-1)?.id ?? 0;
      deps.unsealed.sets.push({
        seal,
        entries: entries.length,
        lastEntry,
        secret,
        digest: digest.end(),
        replaces: false,
      });
    }
  }
  await sealChanges(deps);
}
