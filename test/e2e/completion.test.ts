import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { lineOnTerminal, program, run, type Surroundings, shell } from './program.ts';

/** A name that does something wherever it is run, and all the characters that shells read. */
const hostile = `Wei$(touch pwned) \`touch pwned\` "a" 'b'; touch pwned & !x * ~`;

const interactive = {
  bash: { start: 'bash --norc --noprofile -i', load: 'source <(kontor completion bash)' },
  zsh: {
    start: 'zsh -f -i',
    load: 'PS1="ready> "; autoload -U compinit; compinit -u -D; source <(kontor completion zsh)',
  },
} as const;
const isInstalled = (program: string) => spawnSync(program, ['--version']).status === 0;
const installed = { bash: isInstalled('bash'), zsh: isInstalled('zsh'), fish: isInstalled('fish') };
for (const [name, there] of Object.entries(installed)) {
  if (!there) process.stdout.write(`Completion in ${name} is SKIPPED: ${name} is not installed.\n`);
}

let db: TestDatabase;
let around: Surroundings;

beforeEach(async () => {
  db = await freshDatabase('sqlite');
  const bin = path.join(db.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'kontor'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(path.join(bin, 'kontor'), 0o755);
  around = {
    db: db.location,
    folder: db.folder,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      PS1: 'ready> ',
      XDG_CACHE_HOME: path.join(db.folder, 'cache'),
    },
  };
  await db.write((deps) =>
    createAccounts(deps, [
      {
        companyName: 'Bau & Söhne "Süd" OHG',
        contacts: [{ create: { lastName: 'Weiß', email: 'jan@weiss.example' } }],
      },
      { companyName: hostile, contacts: [{ create: { lastName: 'Übel' } }] },
    ]),
  );
});
afterEach(() => dispose(db));

describe.each(['bash', 'zsh'] as const)('%s on a terminal', (name) => {
  /** Types a line, the key Tab at its end, and Enter once it is completed. */
  const typed = async (line: string, completed: string, shown: string): Promise<string> => {
    const { start, load } = interactive[name];
    const { out } = await lineOnTerminal(
      around,
      {
        columns: 200,
        typed: [
          [name === 'zsh' ? '' : 'ready> ', `${load}; echo load\${x}ed\r`],
          ['loaded', `${line}\t`],
          [completed, '\r'],
          [shown, 'exit\r'],
        ],
      },
      start,
    );
    return out;
  };

  it.runIf(installed[name])('completes names with blanks and quotes, however they were begun', async () => {
    await typed('kontor account show Bau', 'OHG', 'company · no photo');
    await typed('kontor account show "Bau', 'OHG', 'company · no photo');
    await typed("kontor account show 'Bau", 'OHG', 'company · no photo');
    expect(readdirSync(db.folder)).not.toContain('pwned');
  });

  it.runIf(installed[name])('never runs what a name says', async () => {
    const out = await typed('kontor account show Wei', 'pwned', 'company · no photo');
    expect(out).toContain(`Wei$(touch pwned)`);
    expect(existsSync(path.join(db.folder, 'pwned'))).toBe(false);
  });

  it.runIf(installed[name])('completes the parts of e-mails and values behind =', async () => {
    await typed('kontor contact show jan@', 'example', 'E-mail:');
    await typed('kontor account list --type=c', 'company', 'Bau & Söhne');
  });
});

describe('fish', () => {
  const completions = async (line: string) => {
    writeFileSync(path.join(db.folder, 'line'), line);
    const { out, err } = await shell(
      around,
      `fish --no-config -c 'kontor completion fish | source; complete -C (cat line)'`,
    );
    expect(err).toBe('');
    return out.split('\n').filter((found) => found !== '');
  };

  it.runIf(installed.fish)('completes commands, values, names and files', async () => {
    expect(await completions('kontor account ar')).toEqual([
      'archive\tarchive accounts: kept and readable, but out of use',
    ]);
    expect(await completions('kontor account list --type=c')).toEqual(['--type=company']);
    expect(await completions('kontor account show Bau')).toEqual(['Bau & Söhne "Süd" OHG\tcompany']);
    expect(await completions('kontor account show "Bau')).toEqual(['Bau & Söhne "Süd" OHG\tcompany']);
    expect(await completions('kontor account show Wei')).toEqual([`${hostile}\tcompany`]);
    writeFileSync(path.join(db.folder, 'clients.csv'), '');
    expect(await completions('kontor import cli')).toEqual(['clients.csv']);
    expect(existsSync(path.join(db.folder, 'pwned'))).toBe(false);
  });
});

describe('the scripts', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('of %s are without mistakes', async (name) => {
    const { out, code } = await run(around, 'completion', name);
    expect(code).toBe(0);
    writeFileSync(path.join(db.folder, 'script'), out);
    if (installed[name]) expect((await shell(around, `${name} -n script`)).code).toBe(0);
  });

  it('make no database, and do not wait for one that is locked', async () => {
    const missing = { ...around, db: path.join(db.folder, 'none', 'kontor.db') };
    expect(await run(missing, '__complete', 'zsh', 'account', 'show', 'B')).toMatchObject({
      code: 0,
      out: '\n',
      err: '',
    });
    expect(existsSync(path.join(db.folder, 'none'))).toBe(false);
    const noDatabase = path.join(db.folder, 'text.db');
    writeFileSync(noDatabase, 'no database at all, but of some length. '.repeat(100));
    expect(
      await run({ ...around, db: noDatabase }, '__complete', 'zsh', 'account', 'show', 'B'),
    ).toMatchObject({ code: 0, out: '\n', err: '' });
    await db.database.close();
    const locked = shell(
      around,
      `node -e '
        const { Database } = require(${JSON.stringify(path.resolve(import.meta.dirname, '../../node_modules/sqlite3'))});
        const held = new Database(process.env.KONTOR_DB);
        held.exec("pragma locking_mode = exclusive; begin exclusive; update settings set value = value", () => console.log("held"));
        setTimeout(() => {}, 20000)' & held=$!
      sleep 1.5; begin=$(date +%s%N); kontor __complete zsh account show B; end=$(date +%s%N); kill $held
      echo $(( (end - begin) / 1000000 ))`,
    );
    const lines = (await locked).out.trim().split('\n');
    expect(lines[0]).toBe('held');
    expect(lines.slice(1, -1).join('')).toBe('');
    expect(Number(lines.at(-1))).toBeLessThan(12_000);
  });
});
