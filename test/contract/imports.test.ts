import { describe, expect, it } from 'vitest';
import { packageOf, type Source, sources, target } from './sources.ts';

const all = sources('bin', 'src', 'commands', 'migrations');
const inside = (folder: string) => all.filter(({ file }) => file.startsWith(folder));

/** The part of the project that a file belongs to. */
const layer = (file: string): string =>
  [
    'src/cli',
    'src/db',
    'src/domain',
    'src/output',
    'src/transfer',
    'src/backup',
    'src/fixtures',
    'src/mail',
    'src/files',
    'src/doctor',
    'commands',
    'migrations',
    'bin',
  ].find((folder) => file.startsWith(`${folder}/`)) ?? file;

/** Who may import whom: downward only. `types` are parts of which only types may be taken. */
const allowed: Record<string, { values: string[]; types?: string[] }> = {
  bin: {
    values: ['commands', 'src/cli', 'src/db', 'src/domain', 'src/mail', 'src/files', 'src/errors.ts'],
  },
  commands: {
    values: [
      'src/cli',
      'src/domain',
      'src/transfer',
      'src/backup',
      'src/fixtures',
      'src/mail',
      'src/doctor',
      'src/errors.ts',
      'src/config.ts',
    ],
    types: ['src/db', 'src/output'],
  },
  'src/cli': {
    values: ['src/output', 'src/config.ts', 'src/errors.ts', 'src/nearest.ts', 'src/system-reason.ts'],
    types: ['src/db', 'src/domain'],
  },
  'src/transfer': {
    values: ['src/domain', 'src/errors.ts', 'src/nearest.ts', 'src/whole-file.ts', 'src/yaml-nesting.ts'],
  },
  'src/backup': {
    values: [
      'src/domain',
      'src/db',
      'src/files',
      'src/errors.ts',
      'src/file-kind.ts',
      'src/folder.ts',
      'src/system-reason.ts',
      'src/whole-file.ts',
    ],
  },
  'src/fixtures': {
    values: [
      'src/domain',
      'src/errors.ts',
      'src/nearest.ts',
      'src/system-reason.ts',
      'src/whole-file.ts',
      'src/yaml-nesting.ts',
    ],
  },
  'src/mail': { values: ['src/domain', 'src/errors.ts', 'src/folder.ts'], types: ['src/config.ts'] },
  'src/files': {
    values: [
      'src/domain',
      'src/errors.ts',
      'src/file-kind.ts',
      'src/folder.ts',
      'src/system-reason.ts',
      'src/whole-file.ts',
    ],
    types: ['src/config.ts'],
  },
  'src/doctor': {
    values: ['src/domain', 'src/db', 'src/mail', 'src/errors.ts', 'src/whole-file.ts'],
    types: ['src/config.ts'],
  },
  'src/domain': { values: ['src/db', 'src/errors.ts', 'src/nearest.ts'] },
  'src/output': { values: ['src/errors.ts', 'src/nearest.ts'] },
  'src/db': { values: ['migrations', 'src/errors.ts', 'src/file-kind.ts', 'src/folder.ts'] },
  'src/config.ts': { values: ['src/db', 'src/output', 'src/mail', 'src/errors.ts'] },
  'src/errors.ts': { values: [] },
  'src/file-kind.ts': { values: [] },
  'src/folder.ts': { values: [] },
  'src/nearest.ts': { values: [] },
  'src/system-reason.ts': { values: [] },
  'src/whole-file.ts': {
    values: ['src/errors.ts', 'src/file-kind.ts', 'src/folder.ts', 'src/system-reason.ts'],
  },
  migrations: { values: [] },
};

/** Where each package is at home. */
const homes: Record<string, string[]> = {
  bloomfilter: ['src/db'],
  '@inquirer/core': ['src/cli'],
  '@node-rs/argon2': ['src/domain'],
  '@silvia-odwyer/photon-node': ['src/output'],
  chalk: ['src/output'],
  'cli-progress': ['src/cli'],
  'cli-table3': ['src/output'],
  sixel: ['src/output'],
  'string-width': ['src/output'],
  commander: ['src/cli'],
  inquirer: ['src/cli'],
  knex: ['src/db'],
  'file-type': ['src/files'],
  'csv-parse': ['src/transfer'],
  'csv-stringify': ['src/output', 'src/transfer'],
  'iconv-lite': ['src/transfer'],
  'libphonenumber-js': ['src/domain'],
  nodemailer: ['src/mail'],
  '@faker-js/faker': ['src/fixtures'],
  yaml: ['src/fixtures', 'src/transfer', 'src/yaml-nesting.ts'],
  zod: ['commands', 'src/backup', 'src/domain', 'src/fixtures'],
};

/** `a.ts -> b` for every import that the test finds wrong. */
const wrong = (files: readonly Source[], isWrong: (file: Source, at: Source['imports'][number]) => boolean) =>
  files.flatMap((file) =>
    file.imports
      .filter((at) => isWrong(file, at))
      .map((at) => `${file.file} -> ${target(file.file, at) ?? at.specifier}`),
  );

describe('who may import whom', () => {
  it('reads all sources', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(all.flatMap(({ imports }) => imports).length).toBeGreaterThan(600);
    const files = new Set(all.map(({ file }) => file));
    expect(wrong(all, ({ file }, at) => !files.has(target(file, at) ?? file))).toEqual([]);
  });

  it.each(Object.entries(allowed))('%s imports downward only', (name, { values, types = [] }) => {
    const files = all.filter(({ file }) => layer(file) === name);
    expect(files.length).toBeGreaterThan(0);
    expect(
      wrong(files, ({ file }, at) => {
        const to = target(file, at);
        // Help explains the language of filters in its own words.
        if (to === 'src/domain/filter/help.ts' && at.lazy) return false;
        if (to === undefined || layer(to) === name) return false;
        return !values.includes(layer(to)) && !(at.typesOnly && types.includes(layer(to)));
      }),
    ).toEqual([]);
  });

  it('a noun of the surface does not reach into another noun', () => {
    const noun = (file: string) => /^commands\/([^/]+)\//.exec(file)?.[1];
    expect(
      wrong(inside('commands/'), ({ file }, at) => {
        const [from, to] = [noun(file), noun(target(file, at) ?? '')];
        return from !== undefined && to !== undefined && from !== to;
      }),
    ).toEqual([]);
  });

  it('a command knows operations and schemas, not rules or tables', () => {
    expect(
      wrong(inside('commands/'), ({ file }, at) => /\/(rules|repository)\.ts$/.test(target(file, at) ?? '')),
    ).toEqual([]);
  });

  it('rules and schemas are pure: nothing of the database, neither clock nor chance', () => {
    const pure = inside('src/domain/').filter(({ file }) =>
      /\/(rules|schema|model)\.ts$|\/text\//.test(file),
    );
    expect(
      wrong(pure, ({ file }, at) => !at.typesOnly && layer(target(file, at) ?? '') === 'src/db'),
    ).toEqual([]);
    for (const { file, code } of pure) expect(code, file).not.toMatch(/new Date\(\)|Date\.now|Math\.random/);
  });

  it('nothing is imported in a circle', () => {
    const edges = new Map(
      all.map((source) => [
        source.file,
        source.imports
          .filter((at) => !at.typesOnly && !at.lazy)
          .flatMap((at) => target(source.file, at) ?? []),
      ]),
    );
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]) => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      if (trail.includes(file) || done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe('every package has its home', () => {
  it.each(Object.entries(homes))('%s', (name, folders) => {
    const users = wrong(all, (_, at) => packageOf(at) === name && !at.typesOnly);
    expect(users.length, `${name} is not used at all`).toBeGreaterThan(0);
    expect(
      users.filter(
        (use) => !folders.some((folder) => use.startsWith(`${folder}/`) || use.startsWith(`${folder} `)),
      ),
    ).toEqual([]);
  });

  it('there are no others', () => {
    expect(
      wrong(all, (_, at) => {
        const name = packageOf(at);
        return name !== undefined && !name.startsWith('node:') && homes[name] === undefined;
      }),
    ).toEqual([]);
  });

  it('of knex, types alone are known outside of src/db; which SQLite driver there is, nowhere else', () => {
    for (const { file, code } of all.filter(({ file }) => !file.startsWith('src/db/'))) {
      expect(code, file).not.toMatch(/['"/]sqlite3['"/]|from 'pg'/);
    }
  });
});

describe('what is the business of one place only', () => {
  const outside = (folder: string) => all.filter(({ file }) => !file.startsWith(folder));

  it('the process is known to bin alone', () => {
    const process = /(?<![\w.'"`])process\s*[.[]|globalThis\.process|'node:process'/;
    expect(inside('bin/').some(({ code }) => process.test(code))).toBe(true);
    for (const { file, code } of outside('bin/')) expect(code, file).not.toMatch(process);
  });

  it('nobody writes to the console, and nobody exits', () => {
    for (const { file, code } of all) expect(code, file).not.toMatch(/\bconsole\s*\.|\bprocess\.exit\(/);
  });

  it('SQL is written in the domain, src/db and migrations alone', () => {
    const elsewhere = [
      ...inside('commands/'),
      ...inside('src/cli/'),
      ...inside('src/output/'),
      ...inside('src/transfer/'),
      ...inside('src/backup/'),
      ...inside('src/fixtures/'),
      ...inside('src/mail/'),
      ...inside('src/files/'),
    ];
    for (const { file, code } of elsewhere) {
      expect(code, file).not.toMatch(/\.raw\(|['"`]\s*(select|insert into|update|delete from)\s/i);
    }
    expect(
      wrong(elsewhere, ({ file }, at) => /^src\/db\/(bulk|table)\.ts$/.test(target(file, at) ?? '')),
    ).toEqual([]);
  });

  it('H1: every file of the domain that writes leaves entries, or belongs to one that does', () => {
    const writing = inside('src/domain/').filter(({ code }) =>
      /\b(insertRecords|updateRecords|deleteRows)\(/.test(code),
    );
    expect(writing.length).toBeGreaterThan(2);
    // Display names follow from what was recorded, and a mail is told of by the entry of the change that causes it;
    // nothing else may change unrecorded.
    const derived = ['src/domain/contact/rename.ts', 'src/domain/mail/queue.ts'];
    for (const { file, code } of writing) {
      if (!derived.includes(file)) expect(code, file).toContain('recordChanges(');
    }
  });

  it('no file has a default export: a name is the same everywhere', () => {
    for (const { file, code } of all) {
      if (!file.endsWith('.d.ts')) expect(code, file).not.toMatch(/^export default/m);
    }
  });
});
