import * as z from 'zod';
import type { Application } from '../../src/cli/application.ts';
import {
  type AnyCommand,
  type DatabaseUse,
  defineCommand,
  defineGroup,
} from '../../src/cli/define-command.ts';
import type { Database, Work, WriteOptions } from '../../src/db/database.ts';
import { databaseError } from '../../src/errors.ts';

/** A database that only keeps the book on how it is used: the kernel's part of the bargain. */
export const recordingDatabase = (log: string[], missing = false): Database => {
  const work = async <T>(run: Work<T>): Promise<T> => {
    if (missing) throw databaseError('DATABASE_MISSING', 'There is no database.');
    return run({} as Parameters<Work<T>>[0], {} as Parameters<Work<T>>[1]);
  };
  const named = async <T>(name: string, run: Work<T>): Promise<T> => {
    log.push(`${name} begins`);
    return work(run).finally(() => log.push(`${name} ends`));
  };
  return {
    location: '/test.db',
    schema: {
      status: async () => ({
        location: '/test.db',
        state: 'absent',
        applied: [],
        pending: ['one'],
        unknown: [],
      }),
      migrate: async ({ dryRun }) => {
        log.push(dryRun ? 'migrate (dry)' : 'migrate');
        return ['one'];
      },
      rollback: async () => [],
      differences: async () => [],
      clearPages: async () => true,
    },
    read: (run) => named('read', run),
    write: (run, { dryRun, signal }: WriteOptions) =>
      named(dryRun ? 'dry run' : 'write', async (...transaction) => {
        const result = await run(...transaction);
        signal?.throwIfAborted();
        return result;
      }),
    together: async (run, { dryRun }) => {
      const { read, write } = recordingDatabase(log, missing);
      log.push(dryRun ? 'dry run together' : 'together');
      return run({ read, write }).finally(() => log.push('together ends'));
    },
    close: async () => void log.push('close'),
  };
};

/** An application of a few commands, each of them for one property of the kernel. */
export const sampleApplication = (
  verbs: Record<string, AnyCommand>,
  log: string[] = [],
  missing = false,
): Application => ({
  groups: [
    {
      name: 'thing',
      summary: 'things',
      load: async () =>
        defineGroup({
          verbs: Object.entries(verbs).map(([name, definition]) => ({
            name,
            summary: `${name} things`,
            load: async () => definition,
          })),
        }),
    },
    { name: 'other', summary: 'never loaded', load: () => Promise.reject(new Error('loaded for nothing')) },
    { name: 'ping', summary: 'say pong', load: async () => ping },
  ],
  openDatabase: async () => recordingDatabase(log, missing),
  sealChanges: async () => {},
});

/** Parts of a command whose session and result are whatever the test makes of them. */
type Loose = Partial<Omit<AnyCommand, 'run' | 'view'>> & {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  run?: (session: any, input: any) => Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  view?: any;
};

/** A command that answers with what it was given. */
export const echo = (database: DatabaseUse, more: Loose = {}): AnyCommand => ({
  examples: ['kontor thing create box --type big'],
  arguments: [{ name: 'thing', summary: 'its name' }],
  options: [
    { flags: '--type <type>', summary: 'its type', choices: ['big', 'small'] },
    { flags: '--description <text>', summary: 'what it is' },
    { flags: '--tag <name>', summary: 'a tag', repeatable: true },
    { flags: '--postal-code <code>', summary: 'where it is' },
    { flags: '--no-wrap', summary: 'leave it unwrapped' },
  ],
  database,
  input: z.looseObject({ thing: z.string() }),
  run: async (_session: unknown, input: { thing: string }) => input,
  view: {
    kind: 'record',
    fields: ['thing', 'type', 'description', 'tag', 'wrap', 'postalCode'].map((key) => ({
      key,
      heading: key,
    })),
    id: ({ thing }: { thing: string }) => thing,
  },
  report: ({ thing }: { thing: string }) => [{ tone: 'done', text: `made ${thing}` }],
  ...more,
});

const ping = defineCommand({
  examples: ['kontor ping'],
  database: 'none',
  input: z.object({}),
  run: async () => ({ said: 'pong' }),
  view: { kind: 'text', text: ({ said }) => said },
});
