import { expect, test } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';

onEachDatabase((current) => {
  test('config list shows the settings of the program and of the firm', async () => {
    const { code, json } = await current().run('config', 'list', '--json');
    expect(code).toBe(0);
    const rows: Array<{ key: string; origin: string }> = json();
    expect(rows.map(({ key }) => key)).toEqual([
      'db',
      'output',
      'actor',
      'color',
      'lock-timeout',
      'smtp-url',
      'smtp-tls',
      'mail-folder',
      'files',
      'firm-name',
      'name-format',
      'portal-address',
      'sender',
      'invitation-days',
      'reset-hours',
      'country',
      'document-limit',
    ]);
    expect(rows.find(({ key }) => key === 'output')).toMatchObject({ value: 'json', origin: 'option' });
    expect(rows.find(({ key }) => key === 'name-format')).toMatchObject({
      value: 'first-last',
      origin: 'database',
    });
  });

  test('config list --origin shows where each value comes from', async () => {
    const { run } = current();
    expect((await run('config', 'list')).out).toMatch(/^Key +Value *\n/);
    expect((await run('config', 'list', '--origin')).out).toMatch(/^Key +Value +Origin +Source *\n/);
    expect((await run('config', 'list', '--origin', '--fields', 'key')).out).toMatch(/^Key *\n/);
  });

  test('config set changes a setting of the firm, config get reads it; both say nothing else', async () => {
    const { run } = current();
    expect(await run('config', 'set', 'firm-name', 'Weiß & Partner')).toMatchObject({
      code: 0,
      out: '',
      err: '✓ firm-name is now "Weiß & Partner"\n',
    });
    expect((await run('config', 'set', 'firm-name', 'Weiß & Partner')).err).toContain('already');
    expect(await run('config', 'get', 'firm-name')).toMatchObject({
      code: 0,
      out: 'Weiß & Partner\n',
      err: '',
    });
  });

  test('config set --dry-run writes nothing', async () => {
    const { run, contents } = current();
    const before = await contents();
    expect((await run('config', 'set', 'firm-name', 'X', '-n')).err).toMatch(
      /dry run: nothing was written\n$/,
    );
    expect(await contents()).toBe(before);
  });

  test.each([
    ['db', 'x', '--db or KONTOR_DB'],
    ['output', 'json', 'KONTOR_OUTPUT'],
    ['colour', 'x', 'must be one of firm-name, name-format'],
    ['name-format', 'middle-first', 'first-last or last-first'],
    ['firm-name', '', 'must not be empty'],
  ])('config set %s "%s" is refused', async (key, value, reason) => {
    const ran = await current().run('config', 'set', key, value, '--json');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.error().message).toContain(reason);
  });
});

test('the settings of the program need no database', async () => {
  const program = cli({ db: '/nowhere/at/all.db' });
  const list = await program.run('config', 'list');
  expect(list).toMatchObject({ code: 0, err: '' });
  expect(list.out).toMatch(/firm-name +\(no database\)/);
  expect((await program.run('config', 'get', 'db')).out).toBe('/nowhere/at/all.db\n');
  expect((await program.run('config', 'get', 'firm-name', '--json')).error()).toMatchObject({
    code: 'DATABASE_MISSING',
    exitCode: 6,
  });
  expect((await program.run('config', 'get', 'dbb')).code).toBe(2);
});
