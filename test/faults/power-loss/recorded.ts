import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Book, copyBook, surroundings } from '../book.ts';
import { Disk, type Files, layOut, readFiles } from '../disk.ts';
import { type FileCall, fileCalls } from '../file-calls.ts';
import { lookAt } from '../sound.ts';
import { recording } from '../strace.ts';
import { newFolder, start, type Workshop } from '../workshop.ts';
import { readExactly } from './exact.ts';

/** A run that was answered line by line, and what it did to the disk meanwhile. */
export interface RecordedRun {
  readonly book: Book;
  /** The disk before it. */
  readonly files: Files;
  readonly folders: readonly string[];
  readonly calls: readonly FileCall[];
  /** What each commit left, and behind which call that was. */
  readonly states: ReadonlyArray<{ readonly digest: string; readonly call: number }>;
  /** Behind each call, how many of the states have been answered for: the user was told that they are saved. */
  readonly answered: readonly number[];
}

/** Changes of all kinds. */
const fewLines: readonly string[] = [
  'account create --company-name "Eins GmbH" --key eins --contact 1',
  'document add eins new.txt --no-notify',
  'tag create Gold',
  'tag add Gold --to eins kern',
  'import clients.csv',
  'contact edit 3 --phone "+49 30 999"',
  'document delete 1',
  'field option legal-form --remove UG',
  'note add eins "First note"',
  'contact merge 1 4 --take last-name=1 --take email=1 --keep-email-as second-email',
  'account photo set kern logo.png',
  'account archive eins',
  'account delete old',
  'account delete eins',
];

/** So many that the log is written back to the database on the way: from there on two files change in turn. */
const manyLines = (): string[] => [
  ...Array.from(
    { length: 24 },
    (_, index) => `account create --new-contact "New ${index}" --key new-${index}`,
  ),
  ...Array.from({ length: 24 }, (_, index) => `account edit new-${index} --city Potsdam --add-tag VIP`),
  ...fewLines,
  ...Array.from(
    { length: 24 },
    (_, index) => `contact create --email new${index}@example.org --phone "+49 30 ${index}"`,
  ),
];

/** Lets the program do many things, or a few, and records what it writes. */
export async function recordRun(workshop: Workshop, made: Book, isLong: boolean): Promise<RecordedRun> {
  const book = await copyBook(workshop, made, 'powered');
  const { files, folders } = await readFiles(book.folder);
  const log = path.join(await newFolder(workshop, 'log'), 'calls');
  await answerEach(workshop, book, log, isLong ? manyLines() : fewLines);
  const calls = fileCalls(await readFile(log, 'utf8'), book.folder);
  if (isLong && !isWrittenBack(calls, book)) throw new Error('the log was never written back on the way');
  const states = await statesOf(workshop, book, new Disk(files, folders), calls);
  return { book, files, folders, calls, states, answered: answeredBehind(calls, states) };
}

/** Gives the program a line, waits for its answer, gives it the next. */
async function answerEach(
  workshop: Workshop,
  book: Book,
  log: string,
  given: readonly string[],
): Promise<void> {
  const { child, ended } = start(workshop, { ...surroundings(book), under: recording(log) }, [
    'batch',
    '-',
    '-o',
    'jsonl',
    '--yes',
  ]);
  let answers = 0;
  child.stdout?.on('data', (text: string) => {
    answers += text.split('\n').length - 1;
    if (answers < given.length) child.stdin?.write(`${given[answers]}\n`);
    else child.stdin?.end();
  });
  child.stdin?.write(`${given[0]}\n`);
  const { code, out, err } = await ended;
  if (code !== 0) throw new Error(`the recorded run ended with ${code}: ${out}${err}`);
}

async function statesOf(
  workshop: Workshop,
  book: Book,
  disk: Disk,
  calls: readonly FileCall[],
): Promise<RecordedRun['states']> {
  const place = await newFolder(workshop, 'state');
  const db = path.join(place, 'kontor.db');
  const now = async (): Promise<string> => {
    await layOut(disk.whole(), book.folder, place);
    const { digest } = await readExactly(db);
    const { problems } = await lookAt({ db, files: path.join(place, 'files') });
    if (problems.length > 0) throw new Error(`behind a commit: ${problems.join('; ')}`);
    return digest;
  };
  const states = [{ digest: await now(), call: 0 }];
  for (const [index, call] of calls.entries()) {
    disk.apply(call);
    if (call.kind !== 'sync' || call.path !== `${book.db}-wal`) continue;
    const digest = await now();
    if (states.at(-1)?.digest !== digest) states.push({ digest, call: index });
  }
  return states;
}

/** Whether a checkpoint came between two answers: there two files are written in turn. */
const isWrittenBack = (calls: readonly FileCall[], { db }: Book): boolean =>
  calls
    .slice(
      0,
      calls.findLastIndex(({ kind }) => kind === 'answer'),
    )
    .some((call) => call.kind === 'write' && call.path === db);

function answeredBehind(calls: readonly FileCall[], states: RecordedRun['states']): number[] {
  let answered = 0;
  return calls.map((call, index) => {
    if (call.kind === 'answer') answered = states.filter((state) => state.call < index).length - 1;
    return answered;
  });
}
