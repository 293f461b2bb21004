import { queryByTexts } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';

/**
 * Takes those contents out of the store that no record needs. Each is held meanwhile: who wants to store the same content
 * waits, and then stores it anew.
 */
export async function sweepFiles(deps: Deps, contents: readonly string[]): Promise<void> {
  const unneeded = await unneededFiles(deps, contents);
  const store = await deps.files();
  for (const sha256 of unneeded) await store.remove(sha256);
}

/** Those contents that no record needs, held until the transaction ends: nobody is about to write a record for one. */
export async function unneededFiles(deps: Deps, contents: readonly string[]): Promise<string[]> {
  await deps.dialect.lockTexts(deps.trx, contents);
  const rows = await queryByTexts<{ sha256: string }>(
    deps,
    `select s.sha256 from (select d.sha256 from documents d union select p.sha256 from account_photos p) s
     where s.sha256 in {texts}`,
    contents,
  );
  const needed = new Set(rows.map(({ sha256 }) => sha256));
  return contents.filter((sha256) => !needed.has(sha256));
}
