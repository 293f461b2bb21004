import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';

/** Keys that every object of JavaScript has already. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

onEachDatabase((db) => {
  const file = (name: string, content: string | Buffer) => writeFile(path.join(db().folder, name), content);
  const batch = async (...lines: object[]) => {
    await file('lines.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    return db().run('batch', 'lines.jsonl', '--json');
  };

  it('NUL and broken characters on a command line are refused before any database sees them', async () => {
    const hostile = ['a\0b', '\ud800', 'x\udfff'];
    const lines = hostile.flatMap((word) => [
      { argv: ['account', 'show', word] },
      { argv: ['tag', 'rename', word, 'x'] },
      { argv: ['document', 'add', '1', word] },
      { command: 'account list', options: { tag: word } },
      { command: 'account list', options: { field: `${word}=1` } },
      { command: 'mail list', options: { to: word } },
    ]);
    const ran = await batch(...lines);
    expect(ran.code).toBe(5);
    for (const answer of ran.json().results)
      expect(answer).toMatchObject({ exitCode: 2, error: { code: 'INVALID_INPUT' } });
  });

  it('a list of ids that is no text is refused', async () => {
    await file('ids', Buffer.from([0x31, 0x0a, 0x00, 0x32]));
    const ran = await db().run('tag', 'add', 'VIP', '--ids-from', 'ids', '--json');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.error().code).toBe('FILE_UNREADABLE');
  });

  it.each(inherited)('%s is a word like any other', async (word) => {
    await file(
      'import.json',
      JSON.stringify([
        Object.fromEntries([
          [word, 'x'],
          ['account.name', 'Proto GmbH'],
          ['E-mail', 'p@proto.example'],
        ]),
      ]),
    );
    const imported = await db().run('import', 'import.json', '--json');
    expect(imported.code).toBe(2);
    expect(imported.error().message).toContain(`"${word}"`);
    expect(await db().run('import', 'import.json', '--ignore-unknown')).toMatchObject({ code: 0 });

    await file('names.csv', 'Name,E-mail\nProto,q@proto.example\n');
    for (const mapping of [`{ "Name": "${word}" }`, `{ "${word}": "account.name", "Name": "account.key" }`]) {
      await file('map.json', mapping);
      expect([0, 2]).toContain((await db().run('import', 'names.csv', '--mapping', 'map.json')).code);
    }

    for (const line of [
      ['account', 'list', '--fields', word],
      ['account', 'list', '--sort', word],
      ['config', 'get', word],
      ['config', 'set', word, 'x'],
      ['audit', 'list', '--record', word],
      ['account', 'list', '-o', word],
      ['account', word],
      [word],
      ['import', 'names.csv', '--map', `Name=${word}`],
      ['import', 'names.csv', '--set', `${word}=x`],
    ]) {
      expect((await db().run(...line)).code, line.join(' ')).toBe(2);
    }
    for (const line of [
      ['account', 'list', '--sort', `field:${word}`],
      ['account', 'list', '--field', `${word}=1`],
      ['account', 'edit', '1', '--set', `${word}=1`],
      ['account', 'show', word],
      ['account', 'list', '--tag', word],
    ]) {
      expect((await db().run(...line)).code, line.join(' ')).toBe(3);
    }

    const answered = await batch(
      { command: word },
      Object.fromEntries([
        ['command', 'tag list'],
        [word, 'x'],
      ]),
      {
        command: 'tag list',
        options: Object.fromEntries([[word, 'x']]),
      },
    );
    for (const { exitCode } of answered.json().results) expect(exitCode).toBe(2);

    await file('kontor.config.json', JSON.stringify(Object.fromEntries([[word, 'x']])));
    expect(await db().run('account', 'list')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`"${word}"`),
    });
  });

  it.each(inherited)('a tag, a field and a client may be called %s', async (word) => {
    for (const line of [
      ['tag', 'create', word],
      ['field', 'create', '--scope', 'account', '--type', 'text', '--label', word],
      ['contact', 'create', '--last-name', word, '--key', word],
      [
        'account',
        'create',
        '--contact',
        `key:${word}`,
        '--tag',
        word,
        '--set',
        `${word}=${word}`,
        '--key',
        word,
      ],
    ]) {
      expect(await db().run(...line), line.join(' ')).toMatchObject({ code: 0 });
    }
    const shown = (await db().run('account', 'show', `key:${word}`, '--json')).json();
    expect(shown).toMatchObject({ name: word, tags: [word], key: word });
    expect(Object.values(shown.fields)).toEqual([word]);
    expect(
      (await db().run('account', 'list', '--tag', word, '--field', `${word}=${word}`, '-o', 'count')).out,
    ).toBe('1\n');
  });

  it('fixtures and mappings that are made to fill the memory are refused in no time', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [at, name] of [...'bcdefghi'].entries()) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[at]}`).join(', ')}]`);
    }
    await file('names.csv', 'Name\nx\n');
    for (const text of [
      `${bomb.join('\n')}\ntags: *i\n`,
      'tags: &a [*a]\n',
      'tags: *nobody\n',
      `tags: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    ]) {
      await file('hostile.yaml', text);
      const begin = performance.now();
      expect(await db().run('seed', 'apply', 'hostile.yaml')).toMatchObject({ code: 2 });
      expect(await db().run('import', 'names.csv', '--mapping', 'hostile.yaml')).toMatchObject({ code: 2 });
      expect(performance.now() - begin).toBeLessThan(15_000);
    }
  });

  it('JSON that is nested without end is refused in imports, lines and settings', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    await file('deep.json', deep);
    await file('deep-row.json', `[{"E-mail":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]`);
    expect(await db().run('import', 'deep.json')).toMatchObject({ code: 2 });
    expect(await db().run('import', 'deep-row.json', '--ignore-unknown')).toMatchObject({ code: 2 });
    await file('deep.jsonl', `{"argv":${deep}}\n{"command":"tag list","options":{"limit":${deep}}}\n`);
    const lines = await db().run('batch', 'deep.jsonl', '--json');
    expect(lines.json().results).toMatchObject([{ exitCode: 2 }, { exitCode: 2 }]);
    await file('kontor.config.json', deep);
    expect(await db().run('account', 'list')).toMatchObject({ code: 2 });
  });

  it('Q1: LIKE wildcards and patterns are letters like others', async () => {
    for (const key of ['100%', 'a_b', 'a\\b', '(a+)+$', '.*', "o'x"]) {
      expect(await db().run('contact', 'create', '--last-name', `N ${key}`, '--key', key)).toMatchObject({
        code: 0,
      });
      expect(await db().run('account', 'create', '--contact', `key:${key}`, '--key', key)).toMatchObject({
        code: 0,
      });
    }
    const found = async (text: string) =>
      (await db().run('search', text, '-o', 'csv', '--fields', 'key')).out.split('\r\n').slice(1, -1);
    expect(await found('%')).toEqual(['100%']);
    expect(await found('100%')).toEqual(['100%']);
    expect(await found('a_b')).toEqual(['a_b']);
    expect(await found('a\\b')).toEqual(['a\\b']);
    expect(await found('___')).toEqual([]);
    expect(await found('.*')).toEqual(['.*']);
    expect(await found('(a+)+$')).toEqual(['(a+)+$']);
  });

  it('conditions and searches have a bound', async () => {
    const many = (option: string, value: string) => Array.from({ length: 101 }, () => [option, value]).flat();
    for (const option of ['--tag', '--not-tag', '--has-field', '--no-field']) {
      const ran = await db().run('account', 'list', ...many(option, 'x'), '--json');
      expect(ran.error().message, option).toBe(`${option} must be given at most 100 times.`);
    }
    expect((await db().run('account', 'list', ...many('--field', 'x=1'))).code).toBe(2);
    expect((await db().run('contact', 'list', ...many('--tag', 'x'))).code).toBe(2);
    expect((await db().run('search', 'ä '.repeat(249).trim())).code).toBe(0);
    expect((await db().run('search', 'ä'.repeat(501))).code).toBe(2);
  });

  it('of lines that fail together CSV shows not even a head', async () => {
    await file('lines.txt', 'no such command\n');
    expect(await db().run('batch', 'lines.txt', '--atomic', '-o', 'csv')).toMatchObject({ code: 2, out: '' });
    expect((await db().run('batch', 'lines.txt', '-o', 'csv')).out.split('\r\n')).toHaveLength(3);
  });

  it('H1: who does something has a name of at most 200 characters, whole ones', async () => {
    const long = 'ä'.repeat(201);
    expect(await db().run('tag', 'create', 'VIP', '--actor', long)).toMatchObject({ code: 2 });
    expect(await db().runWith({ env: { KONTOR_ACTOR: long } }, 'tag', 'create', 'VIP')).toMatchObject({
      code: 2,
    });
    await file('kontor.config.json', '{ "actor": "\\ud800" }');
    const broken = await db().run('tag', 'create', 'VIP', '--json');
    expect(broken.error()).toMatchObject({ code: 'INVALID_CONFIG' });
    await file('kontor.config.json', '{ "files": "a\\u0000b" }');
    expect((await db().run('tag', 'create', 'VIP', '--json')).error()).toMatchObject({
      code: 'INVALID_CONFIG',
    });
  });

  it('a database that is not there is said by every way to back it up', async () => {
    for (const more of [[], ['--dry-run']]) {
      const ran = await db().run('db', 'backup', 'x.backup', '--db', 'nowhere.db', '--json', ...more);
      expect(ran).toMatchObject({ code: 6, out: '' });
      expect(ran.error().code).toBe('DATABASE_MISSING');
    }
  });
});
