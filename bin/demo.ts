import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * `npm run demo`: a small firm in kontor-demo.db in this folder, made by the same commands that anybody would type; its
 * mails are files in kontor-demo-mail.
 * A second run finds everything there and changes nothing.
 */
const program = path.join(__dirname, 'kontor.cjs');
const database = 'kontor-demo.db';
const mailFolder = 'kontor-demo-mail';
const lines = [
  ['init', '--firm-name', 'Kanzlei Sommer'],
  ['seed', 'apply', 'test/fixtures/demo-firm.yaml'],
  ['invite', 'send', 'thomas@mueller-maschinenbau.example'],
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
