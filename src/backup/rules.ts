import type { Survey } from '../db/backup/survey.ts';
import { shownHead } from '../domain/audit/digest.ts';
import type { BackupContents } from './model.ts';
import type { Manifest } from './schema.ts';

/** What a survey of a database says, as it is told. */
export const surveyFacts = ({
  engine,
  migrations,
  tables,
}: Pick<Survey, 'engine' | 'migrations' | 'tables'>): Pick<
  BackupContents,
  'engine' | 'schema' | 'tables' | 'rows'
> => ({
  engine,
  schema: migrations.at(-1)?.name ?? '',
  tables,
  rows: Object.values(tables).reduce((sum, count) => sum + count, 0),
});

/** The head of a chain as `audit verify --head` takes it. */
export const headIn = (head: Manifest['chainHead']): string | null =>
  head === null ? null : shownHead(head);

/** What a manifest says of its backup. */
export function describeBackup(
  manifest: Manifest,
  { file, bytes }: { file: string; bytes: number },
): BackupContents {
  const { database, migrations, tables, files, takenAt, kontor, firm, missing } = manifest;
  const sizes = Object.values(files);
  return {
    file,
    bytes,
    takenAt,
    kontor,
    firm,
    database: database.kind,
    ...surveyFacts({ engine: database.engine, migrations, tables }),
    files: { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) },
    chainHead: headIn(manifest.chainHead),
    missing,
    damaged: Object.keys(manifest.damaged),
  };
}

/** How what was restored differs from what the manifest says; undefined where it does not. */
export function differenceFrom(
  manifest: Manifest,
  survey: Survey,
  head: Manifest['chainHead'],
): string | undefined {
  for (const name of new Set([...Object.keys(manifest.tables), ...Object.keys(survey.tables)])) {
    const [said, found] = [manifest.tables[name], survey.tables[name]];
    if (said === found) continue;
    if (found === undefined) return `the table ${name} is missing`;
    if (said === undefined) return `it has a table ${name} that its manifest does not know`;
    return `the table ${name} has ${found} ${found === 1 ? 'row' : 'rows'}, and its manifest says ${said}`;
  }
  const said = manifest.migrations.map(({ name }) => name).join(', ');
  const found = survey.migrations.map(({ name }) => name).join(', ');
  if (said !== found) return 'its migrations are not those that its manifest names';
  return headIn(head) === headIn(manifest.chainHead)
    ? undefined
    : 'its record of changes does not end where its manifest says';
}
