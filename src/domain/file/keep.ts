import type { Deps } from '../deps.ts';
import type { Content, SizeLimit } from './model.ts';

/**
 * Stores files, named as users name them, and returns what they are, in input order: call it when all else was checked, and
 * write the records that need them right behind it. Each content is held until the transaction ends, so that nobody sweeps
 * it meanwhile; should the transaction fail, it is swept. Throws what {@link FileStore.stage} and `accept` throw; then none is
 * stored.
 */
export async function keepFiles(
  deps: Deps,
  files: readonly string[],
  limit: SizeLimit,
  accept: (content: Content, path: string) => void = () => {},
): Promise<Content[]> {
  const store = await deps.files();
  const staged = [];
  try {
    for (const path of files) {
      const file = await store.stage(path, limit);
      staged.push(file);
      accept(file, path);
    }
    await deps.dialect.lockTexts(
      deps.trx,
      staged.map(({ sha256 }) => sha256),
    );
    for (const file of staged) {
      deps.contents.kept.add(file.sha256);
      await file.publish();
    }
  } finally {
    for (const file of staged) await file.discard();
  }
  return staged.map(({ sha256, bytes, mediaType }) => ({ sha256, bytes, mediaType }));
}
