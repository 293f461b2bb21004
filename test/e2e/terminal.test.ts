import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { fillBook } from '../commands/book.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { onTerminal, type Surroundings, screenLines } from './program.ts';

describe('on a terminal', () => {
  let db: TestDatabase;
  let around: Surroundings;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    around = { db: db.location, folder: db.folder };
    await fillBook(db);
    await db.write((deps) =>
      createAccounts(deps, [
        {
          companyName: `Großhandel für 漢字 und 👩‍👩‍👧 Spielzeug ${'sehr '.repeat(20)}lang GmbH`,
          key: 'crm-a-rather-long-external-key-0815',
          contacts: [{ create: { lastName: 'Langername-Doppelt', email: 'ein.langer.name@firma.example' } }],
        },
      ]),
    );
  });
  afterEach(() => dispose(db));

  it.each([20, 80, 200])('of %i columns everything fits and can be read', async (columns) => {
    for (const argv of [
      ['account', 'list'],
      ['account', 'show', '4'],
      ['contact', 'list'],
      ['audit', 'list'],
      ['account', 'list', '--help'],
    ]) {
      const ran = await onTerminal(around, { columns }, ...argv);
      expect(ran.code, ran.out).toBe(0);
      const help = argv.includes('--help');
      for (const line of screenLines(ran.out)) {
        // Words of the surface are never cut, and examples are there to be copied.
        const whole = help && (columns < 80 || line.startsWith('  kontor '));
        if (!whole) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
      if (argv[1] === 'list' && argv[0] === 'account' && !help) expect(ran.out).toContain('Erika Müller');
    }
  });

  it('the page shows the whole name, the list what fits', async () => {
    const list = screenLines((await onTerminal(around, { columns: 80 }, 'account', 'list')).out);
    expect(list.find((line) => line.includes('Großhandel'))).toContain('…');
    const wide = await onTerminal(around, { columns: 80 }, 'account', 'list', '--wide');
    expect(wide.out).toContain('lang GmbH');
    const page = screenLines((await onTerminal(around, { columns: 80 }, 'account', 'show', '4')).out).join(
      ' ',
    );
    expect(page).toContain('lang GmbH');
  });

  const deletion = (typed: string, env?: Record<string, string>) =>
    onTerminal(
      env === undefined ? around : { ...around, env },
      { columns: 80, typed: [['Delete account 3', typed]] },
      'account',
      'delete',
      '3',
    );
  const isThere = async () => (await db.run('account', 'exists', '3')).code === 0;

  it.each([
    ['n', 'n\r'],
    ['Enter', '\r'],
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C', '\u0003'],
  ])('deleting asks; %s is no (130)', async (_key, typed) => {
    expect((await deletion(typed)).code).toBe(130);
    expect(await isThere()).toBe(true);
  });

  it('deleting asks; y is yes', async () => {
    expect((await deletion('y\r')).code).toBe(0);
    expect(await isThere()).toBe(false);
  });

  it('nothing is asked with CI=1, --no-input, or when standard input is no terminal', async () => {
    for (const [env, argv] of [
      [{ CI: '1' }, ['account', 'delete', '3']],
      [{}, ['account', 'delete', '3', '--no-input']],
    ] as const) {
      const ran = await onTerminal({ ...around, env }, { columns: 80 }, ...argv);
      expect(ran.code).toBe(2);
      expect(ran.out).toContain('--yes');
    }
    expect(await isThere()).toBe(true);
  });

  it('a missing value is asked for', async () => {
    const ran = await onTerminal(
      around,
      {
        columns: 80,
        typed: [
          ['Subject:', 'Hello\r'],
          ['Message:', 'Good morning\r'],
        ],
      },
      'message',
      'send',
      '1',
    );
    expect(ran.code, ran.out).toBe(0);
    expect((await db.run('message', 'list', '1', '-o', 'count')).out).toBe('1\n');
  });

  it('colours are used on a terminal, unless NO_COLOR is set or TERM is dumb', async () => {
    const colored = async (env: Record<string, string>) =>
      // biome-ignore lint/complexity/useRegexLiterals: written with the escape character's name
      new RegExp('\\u001b\\[\\d+m').test(
        (await onTerminal({ ...around, env }, { columns: 80 }, 'account', 'show', '1')).out,
      );
    expect(await colored({})).toBe(true);
    expect(await colored({ NO_COLOR: '1' })).toBe(false);
    expect(await colored({ TERM: 'dumb' })).toBe(false);
  });
});
