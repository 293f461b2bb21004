import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AddedDocument } from '../../../src/domain/document/model.ts';
import { addDocuments } from '../../../src/domain/document/operations.ts';
import type { NewDocument } from '../../../src/domain/document/schema.ts';
import type { TestDatabase } from '../../helpers/databases.ts';

/** Writes files of these contents into the test's folder. */
export async function layOut(db: TestDatabase, files: Readonly<Record<string, string | Buffer>>) {
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(db.folder, name), content);
}

/** Adds documents in one transaction; the file is `a.txt` unless named. */
export const add = (
  db: TestDatabase,
  inputs: ReadonlyArray<Omit<NewDocument, 'file'> & { file?: string }>,
  options?: { notify?: boolean },
): Promise<AddedDocument[]> =>
  db.write((deps) =>
    addDocuments(
      deps,
      inputs.map((input) => ({ file: 'a.txt', ...input })),
      options,
    ),
  );
