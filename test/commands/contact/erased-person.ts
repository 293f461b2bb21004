import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fold, foldSpelledOut } from '../../../src/domain/text/folding.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import type { Ran } from '../../helpers/run-cli.ts';
import { words } from '../words.ts';

const portrait = fileURLToPath(new URL('../../fixtures/portrait.png', import.meta.url));
const password = 'correct horse battery';

/** What nothing is to be found of: each of these stands in one value of the person, and nowhere else. */
export const theirs = [
  'Xaveria',
  'Quintilla',
  'Wölfing',
  'Zwyssig',
  'xaveria.woelfing@quell.example',
  'x.zwyssig@alt.example',
  'zweit@quell.example',
  'wolfi@erst.example',
  'Lindwurmgasse 77',
  'Hinterhaus Vierkant',
  'Krähwinkel',
  '4433221100',
  '9988776655',
  'DE89370400440532013000',
  'Patentante der Chefin',
  'Mag keine Anrufe',
  'crm-person-7',
  '203.0.113.77',
];

/** What they wrote and uploaded: it is the account's, and stays unless it is asked for. */
export const written = [
  'Steuerbescheid-Eigenhand.txt',
  'Das ist meine eigene Frage',
  'Eigener Betreff',
  'Bitte nochmals prüfen',
  'Unterschreibe ich nicht',
  'the content of an upload',
];

/** Runs a line that has to end well. */
export async function done(db: TestDatabase, line: string, stdin?: string): Promise<Ran> {
  const ran = await db.runWith({ cwd: db.folder, ...(stdin === undefined ? {} : { stdin }) }, ...words(line));
  if (ran.code !== 0) throw new Error(`kontor ${line}: ${ran.code}\n${ran.err}`);
  return ran;
}

/**
 * Contact 1, in every place that there is: Xaveria Quintilla Wölfing, formerly Zwyssig, formerly of another address, into whom
 * contact 3 was merged. Contact 2, Jan Weiß, shares one of her addresses. Account 1 is called after her, account 2 is Weiß GmbH.
 */
export async function fillPerson(db: TestDatabase): Promise<void> {
  const run = (line: string, stdin?: string) => done(db, line, stdin);
  const file = (name: string, text: string) => writeFile(path.join(db.folder, name), text);
  await run('config set portal-address https://portal.example');
  await run('config set sender office@kanzlei.example');
  await run('field create --scope contact --type email --label Zweitadresse');
  await run('field create --scope contact --type email --label Drittadresse');
  await run('field create --scope contact --type text --label IBAN');
  await run('field create --scope contact --type phone --label Mobil');
  await file(
    'liste.csv',
    'Account name;First name;Last name;E-mail;Phone;Street;Position\n' +
      ';Xaveria;Zwyssig;x.zwyssig@alt.example;+49 30 4433221100;Lindwurmgasse 77;Patentante der Chefin\n' +
      'Weiß GmbH;Jan;Weiß;jan@weiss.example;;;Owner\n',
  );
  await run('import liste.csv --map "E-mail=contact.email" --map Position=link.description');
  await run(
    'contact edit x.zwyssig@alt.example --middle-name Quintilla --last-name Wölfing --street2 "Hinterhaus Vierkant" --city Krähwinkel ' +
      '--notes "Mag keine Anrufe" --key crm-person-7 --set zweitadresse=zweit@quell.example ' +
      '--set iban=DE89370400440532013000 --set mobil=+491719988776655',
  );
  await run('account edit "Xaveria Zwyssig" --name "Xaveria Wölfing"');
  await run('contact link jan@weiss.example 1 --description "Husband"');
  await run('contact link 1 2 --description "Patentante der Chefin"');
  await run(
    'contact create --first-name Wolfi --last-name Wölfing --email wolfi@erst.example --phone +4930123',
  );
  await run(
    'contact merge 1 3 --take first-name=1 --take phone=1 --take email=1 --keep-email-as drittadresse --yes',
  );
  await run('contact access 1 1 --login on --notify on --invite');
  await run('contact access 1 2 --login on --notify on --sync on');
  const [link] = (await run('invite resend x.zwyssig@alt.example --again --print-link --json')).json()
    .results;
  await file('token', link.link);
  await run('portal accept --token-file token --password-stdin', password);
  await run('portal login --email x.zwyssig@alt.example --password-stdin --origin 203.0.113.77', password);
  await run('reset-password x.zwyssig@alt.example');
  // She is active: the address stays in the accounts as an unlinked e-mail.
  await run('contact edit 1 --email Xaveria.Woelfing@quell.example');
  await run('contact edit 2 --set zweitadresse=geteilt@familie.example');
  await run('contact edit 1 --set drittadresse=geteilt@familie.example --shared-email');
  await run('contact access 2 1 --login on --notify on');

  await file('Steuerbescheid-Eigenhand.txt', 'the content of an upload');
  await file('Entwurf.txt', 'the content of a draft');
  await run('document add 1 Steuerbescheid-Eigenhand.txt --from 1');
  await run('document add 1 Entwurf.txt');
  await run('document add 1 Entwurf.txt --name "Entwurf 2.txt"');
  await run('document add 1 Entwurf.txt --name "Entwurf 3.txt"');
  await run('message send 1 "Das ist meine eigene Frage" --subject "Eigener Betreff" --from 1');
  await run('message send 1 "What we ask all clients" --subject "Our question"');
  await run('message reply 2 "Das ist meine eigene Frage" --from 1');
  await run('approval request 2 3');
  await run('approval decide 1 declined --by 1 --comment "Bitte nochmals prüfen"');
  await run('signature request 3');
  await run('signature decline 1 --by 1 --reason "Unterschreibe ich nicht"');
  await run('login record 1 1 --at 2026-01-02T03:04Z --origin 203.0.113.77');
  await run(`account photo set 1 ${portrait} --from 1`);
  await run('note add 1 "Something that we keep in mind"');
}

/** All that is stored, as bytes that somebody with an editor would look through. */
async function stored({ kind, location }: TestDatabase): Promise<string> {
  if (kind === 'postgres') {
    return execFileSync('pg_dump', [location], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  }
  const files = await Promise.all(
    ['', '-wal', '-shm', '-journal'].map((suffix) =>
      readFile(`${location}${suffix}`).catch(() => Buffer.alloc(0)),
    ),
  );
  return Buffer.concat(files).toString('utf8');
}

const spellings = (text: string): string[] => [text.toLowerCase(), fold(text), foldSpelledOut(text)];

/** Those of the texts that are found in what is stored, in whatever case or spelling. */
export async function foundIn(db: TestDatabase, texts: readonly string[]): Promise<string[]> {
  const bytes = (await stored(db)).toLowerCase();
  return texts.filter((text) => spellings(text).some((spelling) => bytes.includes(spelling)));
}
