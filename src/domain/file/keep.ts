import type { Deps } from '../deps.ts';
import type { Content, NewFile, SizeLimit, StagedFile } from './model.ts';

/**
 * Stores files, named as users name them, and returns what they are, in input order: call it when all else was checked, and
 * write the records that need them right behind it. Each content is held until the transaction ends, so that nobody sweeps
 * it meanwhile; should the transaction fail, it is swept. Throws what {@link FileStore.stage} and `accept` throw; then none is
 * stored.
 */
export async function keepFiles(
  deps: Deps,
  files: readonly NewFile[],
  limit: SizeLimit,
  accept: (content: Content, name: string) => void = () => {},
): Promise<Content[]> {
  const store = await deps.files();
  // The same bytes given several times are stored once; the same path may lead to other bytes by now.
  const given = new Map<Uint8Array, StagedFile>();
  const staged = new Set<StagedFile>();
  const contents: StagedFile[] = [];
  try {
    for (const file of files) {
      const bytes = typeof file === 'string' ? undefined : file.content;
      const known = bytes === undefined ? undefined : given.get(bytes);
      const content = known ?? (await store.stage(file, limit));
      staged.add(content);
      contents.push(content);
      if (bytes !== undefined) given.set(bytes, content);
      accept(content, nameOf(file));
    }
    await deps.dialect.lockTexts(
      deps.trx,
      contents.map(({ sha256 }) => sha256),
    );
    for (const file of staged) {
      deps.contents.kept.add(file.sha256);
      await file.publish();
    }
  } finally {
    for (const file of staged) await file.discard();
  }
  return contents.map(({ sha256, bytes, mediaType }) => ({ sha256, bytes, mediaType }));
}

/** What a file is called where it is refused. */
export const nameOf = (file: NewFile): string => (typeof file === 'string' ? file : file.name);
