import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { TestDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';

/** A day of February 2026; the clock of the tests stands on the 4th of March. */
const february = (day: number) => `2026-02-${String(day).padStart(2, '0')}T09:30Z`;
const [jan, ada] = ['jan@weiss.example', 'ada@berg.example'];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Runs lines of the real program that must succeed. */
export async function done(db: TestDatabase, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const ran = await db.run(...words(line));
    expect(ran.code, `${line}\n${ran.err}`).toBe(0);
  }
}

/** Accounts 1 "Weiß GmbH" of contacts 1 Ada Berg and 2 Jan Weiß, who signs first, and 2 "Haus am See" of Jan alone. */
export const twoAccounts = [
  `contact create --first-name Ada --last-name Berg --email ${ada}`,
  `contact create --first-name Jan --last-name Weiß --email ${jan}`,
  `account create --company-name "Weiß GmbH" --contact ${ada} --contact ${jan}`,
  `account create --name "Haus am See" --contact ${jan}`,
  `contact access ${ada} 1 --login on`,
  `contact access ${jan} 1 --login on`,
  `contact access ${jan} 2 --login on`,
  `account signers 1 --order ${jan}`,
];

/**
 * What the overview is about: 12 documents of the client of which 3 are seen, and 10 of the firm; 7 threads, of which the
 * last is the client's and the one before it answered; 6 approvals, the newest pending; 4 signature requests of two signers
 * each: signed by none, by one, by all, and declined; logins of two persons; 9 notes.
 */
export const muchOf1 = [
  ...upTo(12).map(
    (n) => `document add 1 upload.txt --name "Beleg ${n}.txt" --from ${jan} --at ${february(n)}`,
  ),
  'document seen 1 2 12',
  ...upTo(10).map(
    (n) => `document add 1 paper.txt --name "Entwurf ${n}.txt" --at ${february(1)} --no-notify`,
  ),
  ...upTo(6).map((n) => `message send 1 "Frage ${n}" --subject "Thema ${n}" --at ${february(n)} --no-notify`),
  `message reply 6 "Antwort 6" --from ${ada} --at ${february(8)}`,
  `message send 1 "Wann?" --subject "Thema 7" --from ${jan} --at ${february(9)}`,
  ...upTo(6).map((n) => `approval request ${12 + n} --at ${february(n)} --no-notify`),
  `approval decide 1 approved --by ${jan} --at ${february(2)}`,
  `approval decide 4 declined --by ${ada} --comment "Die USt fehlt" --at ${february(5)}`,
  `approval decide 5 approved --by ${ada} --at ${february(6)}`,
  ...upTo(4).map((n) => `signature request ${18 + n} --at ${february(n)} --no-notify`),
  `signature sign 3 --by ${jan} --at ${february(4)}`,
  `signature sign 2 --by ${ada} --at ${february(5)}`,
  `signature sign 2 --by ${jan} --at ${february(6)}`,
  `signature decline 1 --by ${ada} --reason "Falsches Jahr" --at ${february(7)}`,
  ...upTo(3).map((n) => `login record 1 ${jan} --at ${february(n)}`),
  ...upTo(2).map((n) => `login record 1 ${ada} --at ${february(n + 2)} --origin 192.0.2.${n}`),
  ...upTo(8).map((n) => `note add 1 "Notiz ${n}" --at ${february(n)}`),
  'note add 1 --file note.txt',
];

/** One thing of each kind in account 2, with the same contact. */
export const littleOf2 = [
  `document add 2 upload.txt --name Grundriss.txt --from ${jan}`,
  `message send 2 "Passt der Termin?" --subject Termin --from ${jan}`,
  'approval request 23 --no-notify',
  'signature request 23 --no-notify',
  `login record 2 ${jan}`,
  'note add 2 "Haus ist vermietet"',
];

/** The files that the lines name. */
export async function layOutClientFiles({ folder }: TestDatabase): Promise<void> {
  await writeFile(path.join(folder, 'upload.txt'), 'Beleg\n');
  await writeFile(path.join(folder, 'paper.txt'), 'Entwurf\n');
  await writeFile(path.join(folder, 'note.txt'), 'Ruft lieber an.\n\nNie vor zehn Uhr.\n');
}
