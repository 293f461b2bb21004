import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { erika, file, fillPortalBook } from '../../commands/portal/people.ts';
import { words } from '../../commands/words.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

/** Secrets that can be told from everything else. */
const passwords = ['canary-password-one', 'canary-password-two', 'canary-wrong-guess'];
const weak = 'canaryweak';

describe('secrets', () => {
  onEachDatabase((db) => {
    it('I5: a whole story leaves no token and no password anywhere but where they were printed', async () => {
      await fillPortalBook(db());
      const said: string[] = [];
      const secrets = new Set([...passwords, weak]);
      /** Runs a line; `prints` takes the secrets out of what it printed, which must be the only place. */
      const run = async (line: string, { prints = [] as string[], code = 0, format = '--json' } = {}) => {
        const ran = await db().run(...words(line), format, '--debug');
        expect(ran.code, `${line}\n${ran.err}`).toBe(code);
        let out = ran.out;
        for (const pattern of prints) {
          const [, secret = ''] = new RegExp(pattern).exec(out) ?? [];
          expect(secret.length, line).toBeGreaterThan(30);
          out = out.replace(secret, '');
          secrets.add(secret);
          for (const part of secret.split('.')) if (part.length > 30) secrets.add(part);
        }
        said.push(out, ran.err);
        return ran;
      };
      const token = ['token=([\\w.-]+)'];
      const linkOf = (out: string) => JSON.parse(out).results[0].link as string;
      for (const [index, secret] of passwords.entries()) await file(db(), `p${index}`, secret);
      await file(db(), 'weak', weak);

      const first = await run(`invite send ${erika} --print-link`, { prints: token });
      await file(db(), 'dead', linkOf(first.out));
      const second = await run(`invite resend ${erika} --print-link`, { prints: token });
      await file(db(), 'link', linkOf(second.out));
      await run('portal accept --token-file dead --password-file p0', { code: 4 });
      await run('portal accept --token-file link --password-file weak', { code: 2 });
      await run('portal accept --token-file link --password-file weak', {
        code: 2,
        format: '--output=table',
      });
      await run('portal accept --token-file link --password-stdin --password-file p0', { code: 2 });
      await run('portal accept --token-file link --password-file p0');
      await run('portal accept --token-file link --password-file p0', { code: 4, format: '--output=table' });
      await run(`portal login --email ${erika} --password-file p2`, { code: 4 });
      const session = ['"token": "([\\w-]+)"'];
      const opened = await run(`portal login --email ${erika} --password-file p0`, { prints: session });
      await file(db(), 'session', opened.json().session.token);
      await run('portal session --token-file session');
      const reset = await run(`reset-password ${erika} --print-link`, { prints: token });
      await file(db(), 'reset', linkOf(reset.out));
      await run('portal set-password --token-file reset --password-file p1 --origin here');
      await run('portal set-password --token-file reset --password-file p1', { code: 4 });
      await run('portal session --token-file session', { code: 4 });
      await run('portal logout --token-file session');
      await run(`portal login --email ${erika} --password-file p0`, { code: 4 });
      await run(`portal login --email ${erika} --password-file p1`, { prints: session });
      for (const list of ['audit list', 'invite list', 'mail list', 'account show 1', 'contact show 1']) {
        await run(list);
        await run(list, { format: '--output=table' });
      }

      expect(secrets.size).toBe(4 + 3 * 2 + 2);
      const stored = [await db().contents(), ...(await rawFiles(db().folder, db().kind))];
      for (const secret of secrets) {
        for (const text of said) expect(text).not.toContain(secret);
        for (const text of stored) expect(text.includes(secret)).toBe(false);
      }
      // What is searched is what was written: the address is found in the tables and in the files.
      const [tables = '', ...files] = stored;
      expect(tables).toContain(erika);
      if (db().kind === 'sqlite') expect(files.some((text) => text.includes(erika))).toBe(true);
    });
  });
});

/** The files of a SQLite database, byte by byte. */
const rawFiles = async (folder: string, kind: string): Promise<string[]> => {
  if (kind !== 'sqlite') return [];
  const names = (await readdir(folder)).filter((name) => name.startsWith('kontor.db'));
  return Promise.all(
    names.sort().map(async (name) => (await readFile(path.join(folder, name))).toString('latin1')),
  );
};
