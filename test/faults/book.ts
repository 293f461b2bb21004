import { copyFile, cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inWorkshop, must, newFolder, placeInMemory, type Surroundings, type Workshop } from './workshop.ts';

const portrait = path.resolve(import.meta.dirname, '../fixtures/portrait.png');

/** A database and all around it, in a folder of its own. */
export interface Book {
  readonly folder: string;
  readonly db: string;
  readonly files: string;
}

export const bookIn = (folder: string): Book => ({
  folder,
  db: path.join(folder, 'kontor.db'),
  files: path.join(folder, 'files'),
});

/** What the clients of the book are made by. */
const lines = `\
tag create VIP red
tag create Monthly
field create --scope account --type text --label "Tax number"
field create --scope account --type dropdown --label "Legal form" --option GmbH --option UG --option AG
field create --scope contact --type email --label "Second e-mail"
contact create --first-name Erika --last-name Müller --email erika@mueller.example --phone "+49 30 1234567"
contact create --first-name Jan --last-name Weiß --email jan@weiss.example --set second-email=jan@kern.example
contact create --first-name Petra --last-name Özdemir --email petra@oezdemir.example
contact create --first-name Erika --last-name Mueller --email erika@bau.example
account create --company-name "Kern OHG" --key kern --contact 1 --contact 2 --tag VIP --set legal-form=UG
account create --contact 2 --key weiss --tag Monthly
account create --company-name "Bau AG" --key bau --contact 3 --contact 4 --set legal-form=AG
account create --contact 3 --key old
contact access 1 kern --login on --notify on
contact access 2 kern --login on --notify on
document add bau receipt.txt --no-notify
document add kern contract.txt --no-notify
document add old letter.txt --no-notify
account photo set old portrait.png
note add bau "Calls on Mondays"
account archive old
`;

/** Makes a book of a few clients, documents and photos: a file, unless `db` names an empty database. */
export async function makeBook(workshop: Workshop, db?: string): Promise<Book> {
  const made = bookIn(await newFolder(workshop, 'book'));
  const book = { ...made, db: db ?? made.db };
  const at = (name: string) => path.join(book.folder, name);
  for (const name of ['receipt', 'contract', 'letter', 'new']) {
    await writeFile(at(`${name}.txt`), `${name}\n`.repeat(3_000));
  }
  for (const name of ['portrait.png', 'logo.png']) await copyFile(portrait, at(name));
  await writeFile(at('book.txt'), lines);
  await writeFile(at('clients.csv'), clientList(40));
  // Two batches, and a row that is refused.
  await writeFile(at('many.csv'), `${clientList(2_050)}k-0,No,Mail,no mail,Street,Town\n`);
  await writeFile(at('lines.txt'), batchLines);
  await writeFile(at('fixtures.yaml'), fixtures);
  const around = surroundings(book);
  await must(workshop, around, ['init', '--firm-name', 'Weiß & Partner']);
  await must(workshop, around, ['config', 'set', 'portal-address', 'https://portal.weiss.example']);
  await must(workshop, around, ['config', 'set', 'sender', 'Weiß <office@weiss.example>']);
  await must(workshop, around, ['batch', 'book.txt', '--atomic']);
  return book;
}

/** Where faults are tried: the program, and a book that each of them copies. */
export interface Lab {
  readonly workshop: Workshop;
  readonly book: Book;
}

/** Runs `work` in a workshop of its own, with a book; in memory, where there is room. */
export const inLab = async <T>(work: (lab: Lab) => Promise<T>): Promise<T> =>
  inWorkshop(async (workshop) => work({ workshop, book: await makeBook(workshop) }), await placeInMemory());

/** Runs `work` with copies of books that are taken away behind it. */
export async function withCopies<T>(
  workshop: Workshop,
  work: (copy: (book: Book, name: string) => Promise<Book>) => Promise<T>,
): Promise<T> {
  const made: Book[] = [];
  try {
    return await work(async (book, name) => {
      const copy = await copyBook(workshop, book, name);
      made.push(copy);
      return copy;
    });
  } finally {
    for (const { folder } of made) await rm(folder, { recursive: true, force: true });
  }
}

/** Runs in a book; mails would become files in its folder. */
export const surroundings = ({ db, folder }: Book): Surroundings => ({
  db,
  folder,
  env: { KONTOR_MAIL_FOLDER: path.join(folder, 'mails') },
});

/** A copy of a book as it stands, with what a killed process has left beside it. */
export async function copyBook(workshop: Workshop, book: Book, name: string): Promise<Book> {
  const copy = bookIn(await newFolder(workshop, name));
  await cp(book.folder, copy.folder, {
    recursive: true,
    // What processes share of a database lies there; a new one makes it anew.
    filter: (file) => !file.endsWith('-shm'),
  });
  return copy;
}

/** A client list, one person a row. */
export const clientList = (rows: number): string =>
  [
    'account.key,First name,Last name,E-mail,Street,City',
    ...Array.from({ length: rows }, (_, index) => {
      const number = index + 1;
      return `k-${number},First${number},Last${number},person${number}@example.org,Street ${number},Town`;
    }),
    '',
  ].join('\n');

/** What the batch does, line by line. */
export const batchSteps: ReadonlyArray<readonly string[]> = [
  ['account', 'create', '--company-name', 'Eins GmbH', '--key', 'eins', '--contact', '1'],
  ['tag', 'create', 'Gold'],
  ['tag', 'add', 'Gold', '--to', 'eins', 'kern'],
  ['contact', 'edit', '3', '--phone', '+49 30 999'],
  ['note', 'add', 'eins', 'First note'],
  ['document', 'add', 'eins', 'new.txt', '--no-notify'],
];
const batchLines = batchSteps.map((argv) => `${JSON.stringify({ argv })}\n`).join('');

const fixtures = `\
tags:
  - { name: Silver, color: gray }
contacts:
  - { ref: lea, firstName: Lea, lastName: Sommer, email: lea@sommer.example }
  - { ref: tom, firstName: Tom, lastName: Sommer, email: tom@sommer.example }
accounts:
  - ref: sommer
    tags: [Silver]
    links: [{ contact: lea, portal: invited }, { contact: tom }]
notes:
  - { account: sommer, text: Calls on Mondays, at: 2026-02-01 }
`;
