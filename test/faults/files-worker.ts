import { cli } from '../helpers/run-cli.ts';

/**
 * A program of its own that adds the same content to an account, takes it, and deletes it again, so many times. On standard
 * output it says when it began and ended.
 */
const [, , db = '', folder = '', accountId = '', rounds = '0'] = process.argv;
const { run } = cli({ db, cwd: folder, env: { KONTOR_FILES: `${folder}/files` } });

async function must(...argv: string[]): Promise<string> {
  const ran = await run('document', ...argv);
  if (ran.code !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.code}: ${ran.err}`);
  return ran.out.trim();
}

const from = Date.now();
for (let round = 0; round < Number(rounds); round += 1) {
  const id = await must('add', accountId, 'same.txt', '-o', 'ids');
  await must('get', id, '--out', `taken-${accountId}.txt`, '--force');
  await must('delete', id, '--yes');
}
process.stdout.write(JSON.stringify({ from, to: Date.now() }));
