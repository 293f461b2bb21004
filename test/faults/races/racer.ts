import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import type { Database, Work, WriteOptions } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { cli, realApplication } from '../../helpers/run-cli.ts';
import type { FromRacer, Task, ToRacer } from './messages.ts';

/**
 * A process that runs one command after the other by the real kernel, on a connection that it keeps: thousands of races would
 * take hours with processes of their own. Before its first transaction it waits at the door for the other one.
 */
const say = (message: FromRacer) => process.send?.(message);
const now = () => Number(process.hrtime.bigint()) / 1e6;

const opened = new Map<string, Database>();
let letIn = () => {};

async function run(task: Task): Promise<void> {
  const seen = { asked: 0, begun: 0, over: 0, runs: 0 };
  const write =
    ({ write: begin }: Database) =>
    async <T>(work: Work<T>, options: WriteOptions): Promise<T> => {
      const isFirst = seen.asked === 0;
      if (isFirst) {
        await new Promise<void>((resolve) => {
          letIn = resolve;
          say('at the door');
        });
        await later(task.lateMs);
        seen.asked = now();
      }
      try {
        return await begin(async (...transaction) => {
          if (isFirst) {
            if (seen.runs === 0) seen.begun = now();
            seen.runs += 1;
          }
          return work(...transaction);
        }, options);
      } finally {
        seen.over = now();
      }
    };
  const application = {
    ...realApplication,
    openDatabase: async (location: string): Promise<Database> => {
      const database = opened.get(location) ?? openDatabase(location);
      opened.set(location, database);
      return { ...database, write: write(database), close: async () => {} };
    },
  };
  const { code, out, err } = await cli({
    db: task.db,
    cwd: task.folder,
    env: { KONTOR_FILES: path.join(task.folder, 'files') },
    clock: () => new Date(),
    application,
  }).run(...task.argv);
  say({ end: { code, out, err, ...seen } });
}

process.on('message', (message: ToRacer) => {
  if (message === 'go') letIn();
  else if (message === 'leave') {
    void Promise.all([...opened.values()].map((database) => database.close())).then(() =>
      process.disconnect(),
    );
  } else void run(message.task);
});
