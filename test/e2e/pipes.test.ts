import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, run, type Surroundings, shell } from './program.ts';

describe('standard streams of the built program', () => {
  let db: TestDatabase;
  let around: Surroundings;

  beforeAll(async () => {
    db = await freshDatabase('sqlite');
    around = { db: db.location, folder: db.folder };
    await writeFile(path.join(db.folder, 'clients.csv'), clientHeadings + clientList(2000));
    expect(await run(around, 'import', 'clients.csv')).toMatchObject({ code: 0 });
  });
  afterAll(() => dispose(db));

  it.each(['-o csv', '-o json', '-o jsonl', '-o ids', '--limit 2000'])(
    'a reader that has enough ends it quietly: account list %s | head -1',
    async (options) => {
      const ran = await shell(
        around,
        `kontor account list ${options} | head -n 1; echo "codes \${PIPESTATUS[@]}"; kontor account list ${options} | wc -c`,
      );
      expect(ran.err).toBe('');
      expect(ran.out).toContain('codes 0 0');
      if (options !== '-o ids') expect(Number(ran.out.trim().split('\n').at(-1))).toBeGreaterThan(64 * 1024);
    },
  );

  it('nothing is cut when the reader is slow', async () => {
    const ran = await shell(around, 'kontor account list -o jsonl | (sleep 0.3; cat) | wc -l');
    expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/^\s*2000\n$/), err: '' });
  });

  it.runIf(existsSync('/dev/full'))('a full device is an error (1) without a trace', async () => {
    for (const options of ['-o json', '']) {
      const ran = await shell(around, `kontor account list ${options} > /dev/full`);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('no space left on the device');
      expect(ran.err).not.toMatch(/^ +at /m);
      expect(ran.err.trim().split('\n').length).toBeLessThanOrEqual(2);
    }
  });

  it.runIf(existsSync('/dev/full'))('a full standard error changes nothing about the work', async () => {
    const ran = await shell(
      around,
      'kontor tag create Full 2> /dev/full; echo $?; kontor tag list -o csv --fields name',
    );
    expect(ran.out).toContain('Full');
  });

  it('closed streams: data is still read and written', async () => {
    expect(await shell(around, 'kontor account list -o count <&-')).toMatchObject({ code: 0, out: '2000\n' });
    const silent = await shell(
      around,
      'kontor tag create Closed >&- 2>&-; echo $?; kontor tag list -o ids | wc -l',
    );
    expect(silent.out).toMatch(/^0\n/);
  });

  it('where an answer is missing and standard input is closed or empty, it is wrong usage (2)', async () => {
    for (const redirection of ['<&-', '< /dev/null']) {
      const ran = await shell(around, `kontor account create ${redirection}`);
      expect(ran, redirection).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--contact') });
      expect((await shell(around, `kontor import - ${redirection}`)).code, redirection).toBe(2);
      expect(
        (await shell(around, `kontor account archive --ids-from - ${redirection}`)).code,
        redirection,
      ).toBe(2);
    }
  });

  it('NO_COLOR, FORCE_COLOR and --no-color decide about colour; a pipe has none', async () => {
    const colored = async (env: Record<string, string>, ...argv: string[]) =>
      (await run({ ...around, env }, 'account', 'show', '1', ...argv)).out.includes('\u001b[');
    expect(await colored({})).toBe(false);
    expect(await colored({ FORCE_COLOR: '1' })).toBe(true);
    expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(await colored({ FORCE_COLOR: '1' }, '--json')).toBe(false);
  });

  it('says its version and its help without a database', async () => {
    const nowhere = { ...around, db: '/nowhere/kontor.db' };
    expect(await run(nowhere, '--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await run(nowhere, 'account', '--help')).toMatchObject({ code: 0, err: '' });
    expect(await run(nowhere, 'account', 'list')).toMatchObject({ code: 6, out: '' });
  });
});
