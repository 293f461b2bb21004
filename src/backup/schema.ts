import * as z from 'zod';

/** The form of backups that this program writes, and the newest that it reads. */
export const backupFormat = 1;

/** Names of the entries of a backup, in their order. */
export const entryNames = {
  /** Says that this is a backup, and of what. */
  head: 'kontor-backup.json',
  database: { sqlite: 'database.sqlite', postgres: 'database.pgdump' },
  manifest: 'manifest.json',
  /** The digest of the manifest, as `sha256sum --check` reads it. */
  digest: 'manifest.json.sha256',
} as const;

/** Where a content lies in a backup: as in the store. */
export const contentEntry = (sha256: string): string => `files/${sha256.slice(0, 2)}/${sha256}`;

/** The SHA-256 in the name of a content's entry; undefined for other names. */
export const contentOf = (name: string): string | undefined => {
  const [, sha256 = ''] = /^files\/[\da-f]{2}\/([\da-f]{64})$/.exec(name) ?? [];
  return sha256 !== '' && contentEntry(sha256) === name ? sha256 : undefined;
};

const kind = z.enum(['sqlite', 'postgres']);
const sha256 = z.string().regex(/^[\da-f]{64}$/);
const count = z.number().int().min(0);

export const headSchema = z.object({ format: z.number().int().min(1), kontor: z.string(), database: kind });

/** What the first entry says. */
export type Head = z.output<typeof headSchema>;

/** The first entry of a backup. */
export const headText = ({ format, kontor, database }: Head): string =>
  `${JSON.stringify({ format, kontor, database })}\n`;

export const manifestSchema = z.object({
  format: z.literal(backupFormat),
  kontor: z.string(),
  takenAt: z.iso.datetime(),
  firm: z.string().nullable(),
  database: z.object({
    kind,
    /** The version of the database engine. */
    engine: z.string(),
    /** The schema of a PostgreSQL server in which the tables are. */
    schema: z.string().nullable(),
    bytes: count,
    sha256,
  }),
  /** The migrations that the database has had, in their order. */
  migrations: z.array(z.object({ id: count, name: z.string(), batch: count, at: z.string() })).min(1),
  /** How many rows there are, by table. */
  tables: z.record(z.string(), count),
  /** The head of the chain of audit entries; null for a database that had none yet. */
  chainHead: z.object({ position: count, hash: z.string() }).nullable(),
  /** The contents of documents and photos in the backup, each under its SHA-256, with its size. */
  files: z.record(sha256, count),
  /** Contents that records of the database need and that the store did not have. */
  missing: z.array(sha256),
  /** Contents in the backup whose bytes were not those that had been stored, with the SHA-256 of what they are. */
  damaged: z.record(sha256, sha256),
});

/** What a backup holds: the last but one of its entries. */
export type Manifest = z.output<typeof manifestSchema>;
