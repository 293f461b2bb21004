import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/db/open.ts';
import { median } from './process.ts';
import { generatedDatabase } from './search.ts';

const rounds = 21;
const program = path.join(__dirname, 'kontor.cjs');

/** Ten rows of activity for every account, spread over two years; set-based, since only their number matters here. */
const activity = [
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < 2)
   insert into documents (account_id, name, sha256, bytes, media_type, side, contact_id, author, added_at, seen_at)
   select a.id, 'Document ' || i, printf('%064x', a.id * 3 + i), 1000, 'text/plain', 'client', l.contact_id, 'Client',
     strftime('%Y-%m-%dT%H:%M:%fZ', '2025-01-01', ((a.id * 37 + i * 131) % 700) || ' days'),
     case when i = 0 then '2026-12-31T00:00:00.000Z' end
   from accounts a join account_contacts l on l.account_id = a.id, n group by a.id, i`,
  `insert into threads (account_id, subject, started_at, last_at)
   select id, 'Subject', strftime('%Y-%m-%dT%H:%M:%fZ', '2025-01-01', (id % 700) || ' days'),
     strftime('%Y-%m-%dT%H:%M:%fZ', '2025-01-02', (id % 700) || ' days') from accounts`,
  `insert into messages (thread_id, account_id, side, contact_id, author, body, at)
   select id, account_id, 'firm', null, 'Firm', 'Text', started_at from threads`,
  `insert into messages (thread_id, account_id, side, contact_id, author, body, at)
   select id, account_id, 'client', null, 'Client', 'Text', last_at from threads`,
  `insert into approvals (account_id, document_id, state, requested_at, requested_by)
   select account_id, id, 'pending', added_at, 'Firm' from documents where name = 'Document 0'`,
  `insert into signature_requests (account_id, document_id, in_order, state, requested_at, requested_by)
   select account_id, id, 0, 'open', added_at, 'Firm' from documents where name = 'Document 1'`,
  `insert into signature_signers (request_id, position, contact_id, name, state)
   select r.id, 1, l.contact_id, 'Client', 'pending' from signature_requests r
   join account_contacts l on l.account_id = r.account_id group by r.id`,
  `insert into notes (account_id, body, author, created_at, updated_at)
   select id, 'Note', 'Firm', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from accounts`,
  `insert into logins (account_id, contact_id, name, address, origin, at)
   select l.account_id, l.contact_id, 'Client', 'client@a.example', '', '2026-01-01T00:00:00.000Z' from account_contacts l`,
];

/** The generated clients with their activity, made once and kept beside them. */
async function databaseWithActivity(accounts: number, print: (line: string) => void): Promise<string> {
  const clients = await generatedDatabase(accounts, print);
  const location = clients.replace(/\.db$/, '-activity.db');
  if (existsSync(location)) return location;
  const unfinished = `${location}.unfinished`;
  copyFileSync(clients, unfinished);
  const database = openDatabase(unfinished);
  for (const statement of activity) {
    await database.write((trx) => trx.raw(statement), { dryRun: false });
  }
  await database.close();
  renameSync(unfinished, location);
  return location;
}

/** How long `overview` takes as a whole, as a ratio to `account show` of the same account right after it. */
export async function benchOverview(accounts: number, print: (line: string) => void): Promise<void> {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  const env = { ...rest, KONTOR_DB: await databaseWithActivity(accounts, print) };
  const time = (...args: string[]): number => {
    const begin = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { env });
    if (status !== 0) throw new Error(`kontor ${args.join(' ')} ended with ${status}: ${stderr}`);
    return Number(process.hrtime.bigint() - begin) / 1e6;
  };
  const ratios: number[] = [];
  const own: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const account = String(1 + ((round * 7919) % accounts));
    // The first round only loads what both need.
    const [show, overview] = [time('account', 'show', account), time('overview', account)];
    if (round === 0) continue;
    ratios.push(overview / show);
    own.push(overview);
  }
  print(
    `overview of one of ${accounts} accounts with about ten rows of activity each: ${median(ratios).toFixed(2)} × ` +
      `"account show" (goal 1.5; ${median(own).toFixed(0)} ms here)`,
  );
}
