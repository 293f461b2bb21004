import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';
import { fillBook } from './book.ts';
import { words } from './words.ts';

/** What people write who come from other programs, and the right word that they are told. */
const wrongWords = [
  ['account new', 'kontor account create'],
  ['account add', 'kontor account create'],
  ['account get 1', 'kontor account show'],
  ['account update 1', 'kontor account edit'],
  ['account remove 1', 'kontor account delete'],
  ['account lst', 'kontor account list'],
  ['account unarchive 1', 'kontor account restore'],
  ['contact new', 'kontor contact create'],
  ['contact remove 1', 'kontor contact delete'],
  ['contact connect 1 2', 'kontor contact link'],
  ['contact detach 1 2', 'kontor contact unlink'],
  ['tag new VIP', 'kontor tag create'],
  ['tag assign VIP --to 1', 'kontor tag add'],
  ['tag recolour VIP red', 'kontor tag recolor'],
  ['audit view 1', 'kontor audit show'],
  ['config view db', 'kontor config get'],
  ['db upgrade', 'kontor db migrate'],
  ['db undo', 'kontor db rollback'],
  ['accounts list', 'kontor account'],
  ['client list', 'kontor account'],
  ['person list', 'kontor contact'],
  ['label list', 'kontor tag'],
  ['list accounts', 'kontor account list'],
  ['setup', 'kontor init'],
  ['log', 'kontor audit'],
  ['acount list', 'kontor account'],
  ['account list --format json', 'Did you mean --output?'],
  ['account delete 1 --force', 'Did you mean --yes?'],
  ['account create --mail x', '--help'],
  ['contact create --mail x', 'Did you mean --email?'],
  ['contact create --zip 1', 'Did you mean --postal-code?'],
  ['account edit 1 --tag VIP', '--add-tag'],
] as const;

describe('wrong words', () => {
  it('are answered (2) with the right one', async () => {
    for (const [line, hint] of wrongWords) {
      const ran = await cli().run(...words(line), '--json');
      expect(ran, line).toMatchObject({ code: 2, out: '' });
      expect(ran.error().code, line).toMatch(/^UNKNOWN_(COMMAND|OPTION)$/);
      expect(ran.error().hint, line).toContain(hint);
    }
  });

  it('a noun without a verb shows its verbs, on standard error, as wrong usage', async () => {
    const ran = await cli().run('account');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('archive');
  });
});

describe('right words', () => {
  onEachDatabase((db) => {
    it('ls is list, rm is delete, or remove where there is no delete', async () => {
      await fillBook(db());
      for (const noun of ['account', 'contact', 'tag', 'audit', 'config']) {
        const [short, long] = [await db().run(noun, 'ls', '--json'), await db().run(noun, 'list', '--json')];
        expect(short, noun).toMatchObject({ code: 0, out: long.out });
      }
      expect((await db().run(...words('account rm 3 --yes -o ids'))).out).toBe('3\n');
      expect((await db().run(...words('contact rm 3 --yes -o ids'))).out).toBe('3\n');
      expect((await db().run(...words('tag rm Unused --yes -o ids'))).out).toBe('3\n');
    });

    it('global options stand before, between and after', async () => {
      await fillBook(db());
      const { runWith } = db();
      const none = { env: { KONTOR_DB: '' } };
      for (const argv of [
        ['--db', db().location, '-o', 'ids', 'account', 'list'],
        ['account', '--db', db().location, '-oids', 'list'],
        ['account', 'list', '-o', 'ids', `--db=${db().location}`],
        ['-q', 'account', '--output=ids', 'list', '--db', db().location],
      ]) {
        expect(await runWith(none, ...argv), argv.join(' ')).toMatchObject({
          code: 0,
          out: '1\n3\n2\n',
          err: '',
        });
      }
      const actors = [
        ['--actor', 'Ada', 'account', 'archive', '1'],
        ['account', 'restore', '1', '--actor', 'Ben'],
      ];
      for (const argv of actors) expect((await db().run(...argv)).code).toBe(0);
      expect((await db().run(...words('audit list --limit 2 --fields actor -o csv'))).out).toBe(
        'actor\r\nBen\r\nAda\r\n',
      );
    });

    it('a value may begin with a dash, after -- or =', async () => {
      await fillBook(db());
      expect((await db().run('tag', 'create', '--', '-vip-')).code).toBe(0);
      expect((await db().run('account', 'edit', '1', '--key=-1')).code).toBe(0);
      expect((await db().run('account', 'show', 'key:-1', '-o', 'ids')).out).toBe('1\n');
      expect((await db().run('tag', 'list', '-o', 'jsonl', '--fields', 'name')).out).toContain('"-vip-"');
    });
  });
});
