import type { BackupContents } from '../../src/backup/model.ts';
import type { Block, Field, ReportLine } from '../../src/output/view.ts';
import { fileSize } from '../file-size.ts';

/** `1 row`, `12 rows` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** What is known of a backup, in the order of its fields. */
export const backupFields: Field<BackupContents>[] = [
  { key: 'file', heading: 'File' },
  { key: 'bytes', heading: 'Bytes' },
  { key: 'takenAt', heading: 'Taken at' },
  { key: 'kontor', heading: 'Kontor' },
  { key: 'firm', heading: 'Firm' },
  { key: 'database', heading: 'Database' },
  { key: 'engine', heading: 'Engine' },
  { key: 'schema', heading: 'Schema' },
  { key: 'tables', heading: 'Tables' },
  { key: 'rows', heading: 'Rows' },
  { key: 'files', heading: 'Files' },
  { key: 'chainHead', heading: 'Head of the audit chain' },
  { key: 'missing', heading: 'Missing' },
  { key: 'damaged', heading: 'Damaged' },
];

const engines = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

/** What a backup holds, for people. */
export const backupPage = (backup: BackupContents): Block[] => [
  {
    kind: 'pairs',
    pairs: [
      { label: 'Taken at', value: backup.takenAt },
      { label: 'Firm', value: backup.firm ?? '' },
      { label: 'Database', value: `${engines[backup.database]} ${backup.engine}, ${backup.schema}` },
      { label: 'Rows', value: `${backup.rows} in ${counted(Object.keys(backup.tables).length, 'table')}` },
      { label: 'Files', value: `${backup.files.count} (${fileSize(backup.files.bytes)})` },
      ...(backup.chainHead === null ? [] : [{ label: 'Audit chain', value: backup.chainHead }]),
    ],
  },
];

/** Contents that records of the backup need and that nobody can bring back from it. */
export const lostContents = ({ missing, damaged }: BackupContents, hint: string): ReportLine[] => [
  ...contentLines(missing, 'is missing', 'are missing', hint),
  ...contentLines(damaged, 'is damaged', 'are damaged', hint),
];

const contentLines = (
  contents: readonly string[],
  one: string,
  several: string,
  hint: string,
): ReportLine[] => {
  const [first] = contents;
  if (first === undefined) return [];
  const what =
    contents.length === 1
      ? `the content ${first} ${one}`
      : `${contents.length} contents of documents and photos ${several}, the first is ${first}`;
  return [{ tone: 'warning', text: `${what}: ${hint}` }];
};
