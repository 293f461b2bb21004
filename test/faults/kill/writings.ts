import { copyFile, rename } from 'node:fs/promises';
import { connectTo } from '../../../src/db/open.ts';
import { type Book, batchSteps } from '../book.ts';

/** A command that writes, and what may be found when it is killed. */
export interface Writing {
  readonly name: string;
  readonly argv: readonly string[];
  /** What is run before, so that there is something to work on. */
  readonly before?: ReadonlyArray<readonly string[]>;
  /** The same, where no command does it. */
  readonly prepare?: (book: Book) => Promise<void>;
  /** It changes the schema: what it leaves half-way can be looked at only as any database. */
  readonly schema?: 'upgrades' | 'downgrades';
  /** How often it commits: as many states there are behind the one before it. */
  readonly commits: number;
  /** Where it depends on time how much it commits at once: commands that do the same in the smallest steps. */
  readonly steps?: ReadonlyArray<readonly string[]>;
  /** How it ends when nobody kills it; 0 when left out. */
  readonly code?: number;
  /** How it may end when it is run once more after it was done. */
  readonly again: readonly number[];
  /** What it makes is made once more when it is run once more. */
  readonly repeats?: boolean;
  /** Tables of which the record of changes tells by other entries: what became of mails. */
  readonly elsewhere?: readonly string[];
  /** A file that it writes: whole, or not at all. */
  readonly output?: string;
  /** What says that such a file is whole, where two of them are never the same. */
  readonly verify?: readonly string[];
  /** Points that are tried in a full run; as many as of the others when left out. */
  readonly points?: number;
}

/** Leaves a change in the database's log alone, as a crash does: whoever forgets the log loses it. */
async function leaveInLog({ db }: Book): Promise<void> {
  const knex = await connectTo(db, { foreignKeys: true });
  try {
    await knex.raw(`update tags set color = 'blue' where name = 'VIP'`);
    for (const suffix of ['', '-wal']) await copyFile(`${db}${suffix}`, `${db}${suffix}.kept`);
  } finally {
    await knex.destroy();
  }
  for (const suffix of ['', '-wal']) await rename(`${db}${suffix}.kept`, `${db}${suffix}`);
}

const mailTables = ['mails', 'portal_tokens'];

export const writings: readonly Writing[] = [
  {
    name: 'account create',
    argv: [
      ...['account', 'create', '--company-name', 'Neu GmbH', '--key', 'neu', '--tag', 'VIP'],
      ...['--new-contact', 'Nora Neu <nora@neu.example>', '--set', 'tax-number=1'],
    ],
    commits: 1,
    again: [4],
  },
  {
    name: 'account edit',
    argv: ['account', 'edit', 'kern', '--name', 'Kern Holding', '--city', 'Potsdam', '--add-tag', 'Monthly'],
    commits: 1,
    again: [0],
  },
  { name: 'account archive', argv: ['account', 'archive', 'bau'], commits: 1, again: [0] },
  {
    name: 'account delete (documents, photo)',
    argv: ['account', 'delete', 'old', '--yes'],
    commits: 1,
    again: [3],
  },
  {
    name: 'contact create',
    argv: ['contact', 'create', '--first-name', 'Nora', '--email', 'nora@neu.example'],
    commits: 1,
    again: [4],
  },
  {
    name: 'contact edit',
    argv: ['contact', 'edit', '2', '--email', 'jan@neu.example'],
    commits: 1,
    again: [0],
  },
  {
    name: 'contact link',
    argv: ['contact', 'link', '4', 'kern', '--description', 'Owner', '--login', 'on'],
    commits: 1,
    again: [0],
  },
  { name: 'contact unlink', argv: ['contact', 'unlink', '2', 'kern', '--yes'], commits: 1, again: [0, 3] },
  {
    name: 'contact unlink --replace-with',
    argv: ['contact', 'unlink', '2', 'weiss', '--replace-with', '1', '--yes'],
    commits: 1,
    again: [0, 3],
  },
  {
    name: 'contact merge',
    argv: [
      ...['contact', 'merge', '1', '4', '--take', 'last-name=1', '--take', 'email=1', '--yes'],
      ...['--keep-email-as', 'second-email'],
    ],
    commits: 1,
    again: [3],
  },
  {
    name: 'contact erase',
    before: [['contact', 'link', '1', 'weiss']],
    argv: ['contact', 'erase', '2', '--yes'],
    commits: 1,
    again: [0],
  },
  { name: 'tag add', argv: ['tag', 'add', 'VIP', '--to', 'weiss', 'bau'], commits: 1, again: [0] },
  { name: 'tag merge', argv: ['tag', 'merge', 'Monthly', '--into', 'VIP', '--yes'], commits: 1, again: [3] },
  {
    name: 'field option --remove',
    argv: ['field', 'option', 'legal-form', '--remove', 'UG', '--yes'],
    commits: 1,
    again: [0, 3],
  },
  { name: 'field delete', argv: ['field', 'delete', 'legal-form', '--yes'], commits: 1, again: [3] },
  { name: 'import', argv: ['import', 'clients.csv'], commits: 1, again: [0] },
  {
    name: 'import --keep-going',
    argv: ['import', 'many.csv', '--keep-going', '--force'],
    commits: 4,
    code: 5,
    again: [5],
    // The number of a run is taken before its first rows; what changed nothing is no run.
    elsewhere: ['runs'],
    points: 16,
  },
  {
    name: 'import undo',
    before: [['import', 'clients.csv']],
    argv: ['import', 'undo', '1', '--yes'],
    commits: 1,
    again: [0],
  },
  {
    name: 'seed apply',
    argv: ['seed', 'apply', 'fixtures.yaml', '--emit-ids', 'ids.json'],
    commits: 1,
    again: [0],
    output: 'ids.json',
  },
  {
    name: 'seed reset',
    before: [['seed', 'apply', 'fixtures.yaml']],
    argv: ['seed', 'reset', '--yes'],
    commits: 1,
    again: [0, 3, 4],
  },
  {
    name: 'batch',
    argv: ['batch', 'lines.txt'],
    commits: batchSteps.length,
    steps: batchSteps,
    again: [5],
    repeats: true,
  },
  { name: 'batch --atomic', argv: ['batch', 'lines.txt', '--atomic'], commits: 1, again: [4], repeats: true },
  {
    name: 'document add',
    argv: ['document', 'add', 'bau', 'new.txt', '--no-notify'],
    commits: 1,
    again: [0],
    repeats: true,
  },
  { name: 'document delete', argv: ['document', 'delete', '1', '--yes'], commits: 1, again: [3] },
  {
    name: 'account photo set',
    argv: ['account', 'photo', 'set', 'kern', 'logo.png'],
    commits: 1,
    again: [0],
  },
  { name: 'account photo remove', argv: ['account', 'photo', 'remove', 'old'], commits: 1, again: [0, 3] },
  {
    name: 'invite send, mail into a folder',
    argv: ['invite', 'send', 'erika@mueller.example'],
    commits: 3,
    again: [0, 4],
    repeats: true,
    elsewhere: mailTables,
  },
  {
    name: 'mail send',
    before: [['invite', 'send', '--account', 'kern']],
    argv: ['mail', 'send'],
    commits: 6,
    again: [0],
    repeats: true,
    elsewhere: mailTables,
  },
  {
    name: 'export --out',
    argv: ['export', 'accounts', '--out', 'accounts.csv', '--force'],
    commits: 0,
    again: [0],
    output: 'accounts.csv',
  },
  {
    name: 'db backup',
    argv: ['db', 'backup', 'book.backup', '--force'],
    commits: 0,
    again: [0],
    output: 'book.backup',
    verify: ['db', 'restore', 'book.backup', '--db', 'verified.db', '--dry-run'],
  },
  {
    name: 'db restore to a new place',
    before: [['db', 'backup', 'book.backup']],
    argv: ['db', 'restore', 'book.backup', '--db', 'new.db'],
    commits: 0,
    again: [4],
    output: 'new.db',
    verify: ['db', 'check', '--db', 'new.db'],
  },
  {
    name: 'db restore --force over a database that crashed',
    before: [
      ['db', 'backup', 'book.backup'],
      ['account', 'archive', 'bau'],
    ],
    prepare: leaveInLog,
    argv: ['db', 'restore', 'book.backup', '--force'],
    commits: 1,
    again: [0],
  },
];
