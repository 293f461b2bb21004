import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm run demo`: a small firm in kontor-demo.db in this folder, made by the same commands that anybody would type; its
 * mails are files in kontor-demo-mail.
 * A second run finds everything there and changes nothing.
 */
const program = path.join(__dirname, 'kontor.cjs');
const database = 'kontor-demo.db';
const mailFolder = 'kontor-demo-mail';
const erika = 'erika@mueller-maschinenbau.example';
/** What happens only once: each time it is recorded it has happened again. */
const activity = [
  ['document', 'add', 'K-1001', 'test/fixtures/demo-clients.csv', '--from', erika],
  ['document', 'add', 'K-1001', 'test/fixtures/portrait.png', '--name', 'Tax return 2025.png'],
  ['approval', 'request', '2'],
  ['signature', 'request', '2'],
  ['message', 'send', 'K-1001', 'Dear Ms Müller, your tax return is ready.', '--subject', 'Tax return 2025'],
  ['message', 'reply', '1', 'Thank you, I will look at it tonight.', '--from', erika],
  ['note', 'add', 'K-1001', 'Prefers to be called after 5 pm.'],
] as const;
const lines = [
  ['init', '--firm-name', 'Kanzlei Sommer'],
  ['import', 'test/fixtures/demo-clients.csv', '--create-tags'],
  ['tag', 'recolor', 'VIP', 'red'],
  ['field', 'create', '--scope', 'account', '--type', 'text', '--label', 'Tax number'],
  ['account', 'edit', 'K-1001', '--set', 'tax-number=99/123/45678'],
  ['config', 'set', 'portal-address', 'https://portal.sommer.example'],
  ['contact', 'access', erika, 'K-1001', '--login', 'on', '--notify', 'on'],
  ['invite', 'send', erika],
  ...(existsSync(database) ? [] : activity),
  ['account', 'list'],
  ['search', 'mueller'],
  ['account', 'show', 'K-1001'],
  ['overview', 'K-1001'],
] as const;

const shown = (argument: string) => (/^[\w./:-]+$/.test(argument) ? argument : JSON.stringify(argument));

const failed = lines.find((line) => {
  process.stdout.write(`\n$ kontor ${line.map(shown).join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [program, '--db', database, ...line], {
    stdio: 'inherit',
    // Nothing leaves this machine: mails become files.
    env: { ...process.env, KONTOR_MAIL_FOLDER: mailFolder },
  });
  return status !== 0;
});
if (failed === undefined) {
  process.stdout.write(
    `\nThe demo firm is in ${database}, its mail in ${mailFolder}/. Go on with it: export KONTOR_DB=$PWD/${database}\n`,
  );
} else {
  process.exitCode = 1;
}
