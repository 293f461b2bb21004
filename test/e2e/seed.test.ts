import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { run, shell } from './program.ts';

const states = ['off', 'not-invited', 'invited', 'expired', 'active'] as const;
const password = 'a password for tests';

/** Fifty accounts in every portal state, as YAML. */
const firm = (): string => {
  const clients = states.flatMap((state) =>
    Array.from({ length: 50 }, (_, index) => ({ state, ref: `${state}-${index + 1}` })),
  );
  const secret = (state: string) => (state === 'active' ? `, password: ${password}` : '');
  return [
    'contacts:',
    ...clients.map(
      ({ ref }) => `  - { ref: ${ref}, firstName: Ada, lastName: ${ref}, email: ${ref}@clients.example }`,
    ),
    'accounts:',
    ...clients.map(
      ({ ref, state }) =>
        `  - { ref: ${ref}, links: [{ contact: ${ref}, portal: ${state}${secret(state)} }] }`,
    ),
  ].join('\n');
};

describe('fixtures, in the built program', () => {
  let folder: string;
  const around = () => ({ folder, db: path.join(folder, 'kontor.db') });
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-seed-'));
    await copyFile(inject('sqliteTemplate'), path.join(folder, 'kontor.db'));
    await writeFile(path.join(folder, 'firm.yaml'), firm());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('B2: fifty accounts in every portal state, twice: the second time all is so already', async () => {
    const first = await run(around(), 'seed', 'apply', 'firm.yaml', '--emit-ids', 'ids.json');
    expect(first, first.err).toMatchObject({ code: 0 });
    expect(first.err).toContain('✓ seeded: 500 created (run 1)');
    const again = await run(around(), 'seed', 'apply', 'firm.yaml', '--emit-ids', 'ids.json', '-o', 'json');
    expect(again, again.err).toMatchObject({ code: 0 });
    expect(JSON.parse(again.out)).toMatchObject({ run: null, summary: { total: 500, unchanged: 500 } });
    const counted = await run(around(), 'account', 'list', '--portal-status', 'expired', '-o', 'count');
    expect(counted.out).toBe('50\n');
  });

  it('a firm that was written to a file is the one that is made up', async () => {
    const written = await run(
      around(),
      'seed',
      'generate',
      '--accounts',
      '3',
      '--activity',
      '--out',
      'made.yaml',
    );
    expect(written, written.err).toMatchObject({ code: 0 });
    expect(await run(around(), 'seed', 'apply', 'made.yaml')).toMatchObject({ code: 0 });
    const same = await run(around(), 'seed', 'generate', '--accounts', '3', '--activity');
    expect(same).toMatchObject({ code: 0, err: expect.stringContaining('✓ all is so already') });
  });

  it('a shell script finds a seeded client in the ids file and logs in as them', async () => {
    const ended = await shell(
      around(),
      `id=$("$NODE" -p "require('./ids.json').accounts['active-17']")
       kontor account show "$id" --fields name,portalStatus -o json
       printf '%s' '${password}' | kontor portal login --email active-17@clients.example --password-stdin -o json |
         "$NODE" -p "JSON.parse(require('fs').readFileSync(0)).accounts[0].id === $id"
       printf '%s' '${password}' | kontor portal login --email invited-17@clients.example --password-stdin`,
    );
    expect(ended.code).toBe(4);
    expect(ended.out).toMatch(/"name": "Ada active-17",\s+"portalStatus": "active"\s+}\ntrue\n$/);
    expect(ended.err).toContain('do not open the portal');
  });
});
