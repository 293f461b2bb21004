import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { generatedDatabase } from './search.ts';

/** The columns of an export of the generated clients, as one statement. */
const sameJoin = `
  select a.external_key, a.name, a.type,
    case when a.type = 'company' then a.company_name end, case when a.type = 'company' then a.company_street end,
    case when a.type = 'company' then a.company_street2 end, case when a.type = 'company' then a.company_postal_code end,
    case when a.type = 'company' then a.company_city end, case when a.type = 'company' then a.company_region end,
    case when a.type = 'company' then a.company_country end, case when a.archived_at is not null then 'yes' end,
    (select group_concat(t.name, '; ') from account_tags x join tags t on t.id = x.tag_id where x.account_id = a.id),
    (select v.value from account_field_values v join fields f on f.id = v.field_id and f.key = 'tax-number' where v.account_id = a.id),
    (select v.value from account_field_values v join fields f on f.id = v.field_id and f.key = 'monthly-fee' where v.account_id = a.id),
    (select o.label from account_field_values v join field_options o on o.id = v.option_id where v.account_id = a.id),
    null, c.external_key, c.first_name, c.middle_name, c.last_name, c.company_name,
    (select e.address from contact_emails e where e.contact_id = c.id and e.source = 'primary'),
    c.phone, c.street, c.street2, c.postal_code, c.city, c.region, c.country, c.notes,
    (select v.value from contact_field_values v join fields f on f.id = v.field_id and f.key = 'birthday' where v.contact_id = c.id),
    l.description
  from accounts a join account_contacts l on l.account_id = a.id join contacts c on c.id = l.contact_id
  order by a.id, c.id`;

/** Seconds that a program takes to write its output into a file. */
async function seconds(output: string, command: string, args: readonly string[]): Promise<number> {
  const file = openSync(output, 'w');
  const begin = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ['ignore', file, 'inherit'] });
  const code = await new Promise((resolve) => child.on('close', resolve));
  closeSync(file);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

/** The same with the most memory that it had, in MiB. */
async function measured(args: readonly string[]): Promise<{ seconds: number; memory: number }> {
  const begin = process.hrtime.bigint();
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  let memory = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      memory = Math.max(memory, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended, or this system has no such file.
    }
  }, 100);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`the export ended with ${code}`);
  return { seconds: Number(process.hrtime.bigint() - begin) / 1e9, memory };
}

/** How long an export of so many accounts takes and how much memory; `sqlite3 -csv` of the same join in the same run. */
export async function benchExport(accounts: number, print: (line: string) => void): Promise<void> {
  const database = await generatedDatabase(accounts, print);
  const program = path.join(__dirname, 'kontor.cjs');
  const output = `${database}.csv`;
  try {
    const args = ['export', 'accounts', '--db', database, '--out', output, '--force', '--quiet'];
    const own = await measured([program, ...args]);
    const size = Math.round(statSync(output).size / 1024 / 1024);
    print(
      `export of ${accounts} accounts: ${own.seconds.toFixed(1)} s, ${size} MiB, ` +
        `at most ${Math.round(own.memory)} MiB of memory (goal 220)`,
    );
    if (!(await isInstalled('sqlite3'))) {
      print('  sqlite3 is not installed: nothing to compare it with');
      return;
    }
    const shell = await seconds(output, 'sqlite3', ['-csv', '-header', database, sameJoin]);
    print(
      `  sqlite3 -csv of the same join: ${shell.toFixed(1)} s; ours is ${(own.seconds / shell).toFixed(2)} × that (goal 2)`,
    );
  } finally {
    rmSync(output, { force: true });
  }
}

const isInstalled = (command: string): Promise<boolean> =>
  promisify(execFile)(command, ['--version']).then(
    () => true,
    () => false,
  );
