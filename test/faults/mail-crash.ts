import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { connectTo } from '../../src/db/open.ts';
import { type MailServerUnderTest, startMailServer } from '../helpers/smtp-server.ts';
import { type Book, copyBook, inLab, type Lab, withCopies } from './book.ts';
import { type CallPlace, fileCalls } from './file-calls.ts';
import { evenly, points } from './kill/recorded.ts';
import { networkCalls } from './network-calls.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from './part.ts';
import { lookAt } from './sound.ts';
import { killing, recording, straceMissing } from './strace.ts';
import { inLanes, must, newFolder, run, type Surroundings, type Workshop } from './workshop.ts';

export const part: FaultPart = {
  name: 'mail-crash',
  about:
    'kills the program while it delivers mails, in the database and in what it says to the server: none lost, none doubled',
  missing: straceMissing,
  run: (given) => inLab((lab) => crashMail(given, lab)),
};

/** Kills at what is written to the database, and at what is said to the mail server, in a full run. */
const kills = { database: 16, server: 24 };

export async function crashMail(given: Given, { workshop, book: made }: Lab): Promise<Tally[]> {
  const book = await copyBook(workshop, made, 'outbox');
  // Without a way out they stay in the outbox.
  await must(workshop, { db: book.db, folder: book.folder }, ['invite', 'send', '--account', 'kern']);
  const calls = await recordDelivery(workshop, book);
  const tallies: Tally[] = [];
  for (const [what, places] of [
    ['killed at what is written to the database', points(calls.database, scaled(kills.database, given))],
    ['killed at what is said to the server', evenly(calls.server, scaled(kills.server, given))],
  ] as const) {
    const tally = tallyOf(`mail send, ${what}`, 'kills');
    await inLanes(places, async (point) => {
      const { fired, losses } = await killDelivery(workshop, book, point);
      note(tally, fired, losses);
    });
    tallies.push(tally);
  }
  return tallies;
}

const withServer = async <T>(work: (server: MailServerUnderTest) => Promise<T>): Promise<T> => {
  const server = await startMailServer();
  try {
    return await work(server);
  } finally {
    await server.close();
  }
};

const around = (book: Book, { url }: MailServerUnderTest): Surroundings => ({
  db: book.db,
  folder: book.folder,
  env: { KONTOR_SMTP_URL: url },
});

/** A delivery that comes to its end: what it writes to files, and what it says to the server. */
async function recordDelivery(workshop: Workshop, book: Book) {
  const recorded = await copyBook(workshop, book, 'recorded');
  const log = path.join(await newFolder(workshop, 'log'), 'calls');
  await withServer((server) =>
    must(workshop, { ...around(recorded, server), under: recording(log) }, ['mail', 'send']),
  );
  const text = await readFile(log, 'utf8');
  return { database: fileCalls(text, recorded.folder), server: networkCalls(text) };
}

interface MailRow {
  id: number;
  state: string;
  message_id: string;
}

/** Kills a delivery, and then delivers what waits: every mail arrived once, or it is said that nobody knows. */
const killDelivery = (workshop: Workshop, made: Book, point: CallPlace) =>
  withCopies(workshop, async (copy) => killIn(workshop, await copy(made, 'killed'), point));

async function killIn(workshop: Workshop, book: Book, point: CallPlace) {
  return withServer(async (server) => {
    const arrivals = (mail: MailRow) =>
      server.arrived.filter(({ mail: { messageId } }) => messageId?.includes(mail.message_id)).length;
    const under = killing(point.call, point.nth);
    const ended = await run(workshop, { ...around(book, server), under }, ['mail', 'send']);
    if (ended.signal !== 'SIGKILL') return { fired: false, losses: [] };
    // What the server has taken it may still be reading.
    await later(100);
    const losses: string[] = [];
    for (const mail of await mailsOf(await copyBook(workshop, book, 'looked'))) {
      const count = arrivals(mail);
      const right = { queued: [0], sending: [0, 1], sent: [1] }[mail.state] ?? [];
      if (!right.includes(count)) losses.push(`mail ${mail.id} is ${mail.state} and arrived ${count} times`);
    }
    const next = await run(workshop, around(book, server), ['mail', 'send']);
    if (next.code !== 0) losses.push(`the next delivery ended with ${next.code}: ${next.err.trim()}`);
    const listed = await must(workshop, around(book, server), ['mail', 'list', '--json']);
    const said = new Map((JSON.parse(listed) as MailRow[]).map(({ id, state }) => [id, state]));
    for (const mail of await mailsOf(book)) {
      const count = arrivals(mail);
      const right = { uncertain: [0, 1], sent: [1] }[said.get(mail.id) ?? ''] ?? [];
      if (!right.includes(count)) {
        losses.push(
          `in the end mail ${mail.id} is said to be ${said.get(mail.id)} and arrived ${count} times`,
        );
      }
    }
    losses.push(...(await lookAt(book)).problems);
    return {
      fired: true,
      losses: losses.map((loss) => `mail send, killed at ${point.call} ${point.nth}: ${loss}`),
    };
  });
}

async function mailsOf({ db }: Book): Promise<MailRow[]> {
  const knex = await connectTo(db, { foreignKeys: false });
  try {
    return (await knex.raw('select id, state, message_id from mails order by id')) as MailRow[];
  } finally {
    await knex.destroy();
  }
}
