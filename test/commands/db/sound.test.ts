import { open, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';

const demoFirm = fileURLToPath(new URL('../../fixtures/demo-firm.yaml', import.meta.url));

describe('db check after a firm has worked', () => {
  onEachDatabase((db) => {
    const run = async (line: string) => {
      const ran = await db().run(...words(line));
      expect(ran.code, `${line}\n${ran.err}`).toBe(0);
      return ran;
    };

    it('finds nothing: seeded, imported and undone, merged, renamed, unlinked, archived, deleted', {
      timeout: 60_000,
    }, async () => {
      const rows = Array.from(
        { length: 1_000 },
        (_, at) => `Klient ${at % 700},Vera,Müller ${at},vera${at}@x.example,+49 30 ${1000 + at}`,
      );
      const list = path.join(db().folder, 'list.csv');
      await writeFile(list, ['Account name,First name,Last name,Email,Phone', ...rows].join('\n'));
      const lines = [
        `seed apply ${demoFirm}`,
        'seed generate --accounts 30 --seed 7 --locale de --activity',
        `import ${list}`,
        'config set name-format last-first',
        'field create --scope contact --type email --label Zweitmail',
        'field create --scope account --type phone --label Zentrale',
        'account edit "Klient 1" --name "Ärzte am Platz" --set zentrale="+49 30 555"',
        'contact edit vera2@x.example --email neu@x.example --set zweitmail=zweit@x.example',
        'contact access zweit@x.example "Klient 2" --login on --invite',
        'contact edit zweit@x.example --unset zweitmail',
        'contact merge vera3@x.example vera4@x.example --take last-name="Müller 3" --take email=vera3@x.example --take phone="+49 30 1003" --keep-email-as zweitmail --yes',
        'contact link vera5@x.example "Klient 6" --login on',
        'account signers "Klient 6" --order vera5@x.example',
        'contact unlink vera5@x.example "Klient 6"',
        'account archive "Klient 8" "Klient 9"',
        'account delete "Klient 8" --yes',
        'tag create Monthly',
        'tag add Monthly --to "Klient 10"',
        'field delete zentrale --yes',
        'seed generate --accounts 31 --seed 7 --locale de --activity',
      ];
      for (const line of lines) await run(line);
      const second = path.join(db().folder, 'second.csv');
      await writeFile(second, 'Account name,Last name,Email\nZweite,Berg,berg@x.example\n');
      await run(`import ${second}`);
      const imported = (await run('import runs --kind import --json')).json()[0].run;
      const before = (await run('db check --deep --json')).json();
      expect(before.findings).toEqual([]);
      await run(`import undo ${imported} --yes`);
      await run('seed reset --yes');
      const report = (await run('db check --deep --json')).json();
      expect(report.findings).toEqual([]);
    });
  });
});

describe('db check of damage', () => {
  onEachDatabase((db) => {
    it('says so, with 8, where pages of a file are overwritten; amcheck looks where it is installed', async () => {
      await run100(db());
      if (db().kind === 'postgres') {
        await db().database.write((trx) => trx.raw('create extension amcheck'), { dryRun: false });
        const report = (await db().run('db', 'check', '--json')).json();
        await db().database.write((trx) => trx.raw('drop extension amcheck'), { dryRun: false });
        expect(report.findings).toEqual([]);
        expect(report.checks).toContainEqual({
          check: 'integrity',
          summary: expect.any(String),
          state: 'sound',
          note: 'amcheck of PostgreSQL looked into every table and every B-tree',
        });
        return;
      }
      await db().database.write((trx) => trx.raw('select 1'), { dryRun: false });
      await db().database.close();
      const { size } = await stat(db().location);
      const file = await open(db().location, 'r+');
      for (let at = 4096 * 30; at < size; at += 4096 * 7)
        await file.write(Buffer.alloc(512, 0x5a), 0, 512, at);
      await file.close();
      const ran = await db().run('db', 'check', '--json');
      expect([ran.code, ran.err]).toEqual([8, '']);
      expect(ran.json().findings.map(({ check }: { check: string }) => check)).toContain('integrity');
    });
  });
});

/** A hundred accounts. */
async function run100({ run }: { run: (...argv: string[]) => Promise<{ code: number }> }): Promise<void> {
  expect((await run('seed', 'generate', '--accounts', '100', '--seed', '1')).code).toBe(0);
}
