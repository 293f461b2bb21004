import { queryByTexts } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';

/**
 * Takes those contents out of the store that no record needs. Each is held meanwhile: who wants to store the same content
 * waits, and then stores it anew.
 */
export async function sweepFiles(deps: Deps, contents: readonly string[]): Promise<void> {
  await deps.dialect.lockTexts(deps.trx, contents);
  const needed = new Set(
    (
      await queryByTexts<{ sha256: string }>(
        deps,
        `select s.sha256 from (select d.sha256 from documents d union select p.sha256 from account_photos p) s
         where s.sha256 in {texts}`,
        contents,
      )
    ).map(({ sha256 }) => sha256),
  );
  const store = await deps.files();
  for (const sha256 of contents) if (!needed.has(sha256)) await store.remove(sha256);
}
