import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../commands/words.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';
import { fillExampleBook, layOutFiles } from './example-book.ts';
import { surface } from './surface.ts';

/** One line for each command; they follow one another on one book. */
const lines: Record<string, string> = {
  init: 'init --firm-name Weiß',
  'account create': 'account create --new-contact "Ada Berg"',
  'account edit': 'account edit 1 --city Berlin',
  'account list': 'account list',
  'account show': 'account show 1',
  'account archive': 'account archive 1 4',
  'account restore': 'account restore 1',
  'account delete': 'account delete 4 --yes',
  'account exists': 'account exists 1',
  'account photo': 'account photo show 3',
  'account signers': 'account signers 3',
  'contact create': 'contact create --last-name Tal',
  'contact edit': 'contact edit 7 --phone 1',
  'contact list': 'contact list',
  'contact show': 'contact show 1',
  'contact delete': 'contact delete 7 --yes',
  'contact exists': 'contact exists 1',
  'contact link': 'contact link 5 1',
  'contact unlink': 'contact unlink 5 1',
  'contact duplicates': 'contact duplicates --min-score 1',
  'contact merge': 'contact merge 1 5 --take last-name=1 --take email=1 --keep-email-as second-email --yes',
  'contact describe': 'contact describe 1 1 Heiress',
  'contact access': 'contact access 1 1 --notify on',
  'contact notifications': 'contact notifications 2 3 --off messages',
  'field create': 'field create --scope account --type date --label Audited',
  'field list': 'field list',
  'field show': 'field show legal-form',
  'field edit': 'field edit audited --label "Last audit"',
  'field option': 'field option legal-form --add AG',
  'field delete': 'field delete audited --yes',
  'tag create': 'tag create Silver',
  'tag list': 'tag list',
  'tag rename': 'tag rename Silver Bronze',
  'tag recolor': 'tag recolor Bronze brown',
  'tag merge': 'tag merge Bronze --into Gold',
  'tag delete': 'tag delete Gold --yes',
  'tag add': 'tag add VIP --to 1 2',
  'tag remove': 'tag remove VIP --from 1 2',
  'invite send': 'invite send nora@kern.example',
  'invite resend': 'invite resend nora@kern.example',
  'invite revoke': 'invite revoke nora@kern.example',
  'invite list': 'invite list',
  overview: 'overview 3',
  'login record': 'login record 3 jan@weiss.example',
  'login list': 'login list 3',
  'portal accept': 'portal accept --token-file link.txt --password-file password.txt',
  'portal login': 'portal login --email jan@weiss.example --password-file password.txt',
  'portal session': 'portal session --token-file session.txt',
  'portal logout': 'portal logout --token-file session.txt',
  'portal set-password': 'portal set-password --token-file reset.txt --password-file password.txt',
  'reset-password': 'reset-password jan@weiss.example',
  'message send': 'message send 3 Hello --subject Receipts',
  'message reply': 'message reply 1 "Next week"',
  'message list': 'message list 3',
  'message show': 'message show 1',
  'document add': 'document add 3 receipts.txt',
  'document list': 'document list 3',
  'document show': 'document show 1',
  'document get': 'document get 1 --out got.png --force',
  'document seen': 'document seen --account 3',
  'document delete': 'document delete 4 --yes',
  'approval request': 'approval request 1',
  'approval decide': 'approval decide 1 approved --by jan@weiss.example',
  'approval list': 'approval list 3',
  'approval cancel': 'approval cancel 2',
  'signature request': 'signature request 1',
  'signature sign': 'signature sign 1 --by erika@mueller.example',
  'signature decline': 'signature decline 1 --by jan@weiss.example',
  'signature list': 'signature list 3',
  'signature cancel': 'signature cancel 2',
  'note add': 'note add 3 "Call before ten"',
  'note edit': 'note edit 1 "Call after ten"',
  'note list': 'note list 3',
  'note delete': 'note delete 1 --yes',
  'mail list': 'mail list',
  'mail show': 'mail show 1',
  'mail send': 'mail send',
  'mail resolve': 'mail resolve 2 --sent',
  search: 'search erika',
  import: 'import clients.csv',
  'import template': 'import template',
  'completion bash': 'completion bash',
  'completion zsh': 'completion zsh',
  'completion fish': 'completion fish',
  'import inspect': 'import inspect clients.csv',
  'import runs': 'import runs',
  'import show': 'import show 1',
  'import undo': 'import undo 1 --yes',
  'export accounts': 'export accounts',
  'export contacts': 'export contacts',
  'seed apply': 'seed apply fixtures.yaml',
  'seed generate': 'seed generate --accounts 3 --activity',
  'seed schema': 'seed schema',
  'seed reset': 'seed reset --yes',
  'contact erase': 'contact erase 3 --yes',
  batch: 'batch changes.txt',
  'audit list': 'audit list',
  'audit show': 'audit show 1',
  'audit verify': 'audit verify',
  'db migrate': 'db migrate',
  'db status': 'db status',
  'db rollback': 'db rollback --dry-run',
  'db backup': 'db backup nightly.backup',
  'db restore': 'db restore nightly.backup --db restored.db',
  'db check': 'db check',
  doctor: 'doctor',
  'config list': 'config list',
  'config get': 'config get db',
  'config set': 'config set firm-name Berg',
};

const commands = await surface();
const isOneLine = (text: string) => /^[^\n]+\n$/.test(text);

describe('machine output', () => {
  let book: TestDatabase;
  beforeAll(async () => {
    book = await freshDatabase('sqlite');
    await fillExampleBook(book);
    await layOutFiles(book.folder);
  });
  afterAll(() => dispose(book));

  it('every command has a line here', () => {
    expect(Object.keys(lines).sort()).toEqual(commands.map(({ path }) => path).sort());
  });

  it.each(Object.entries(lines))('%s -o json prints JSON and nothing else', async (path, line) => {
    const ran = await book.run(...words(line), '-o', 'json');
    expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
    const kind = commands.find((command) => command.path === path)?.definition.view.kind;
    const value = ran.json();
    if (kind === 'list' || kind === 'stream') expect(value).toEqual(expect.any(Array));
    else if (kind === 'batch' || kind === 'answers') {
      expect(value).toMatchObject({ results: expect.any(Array), summary: { total: value.results.length } });
    } else expect(Array.isArray(value)).toBe(false);
  });

  it.each(Object.entries(lines))('%s: jsonl, csv, ids and count print only data', async (_path, line) => {
    for (const format of ['jsonl', 'csv', 'ids', 'count']) {
      const ran = await book.run(...words(line), '-o', format, '--dry-run');
      if (ran.code !== 0) continue; // The line was done already and cannot be done twice.
      expect(ran.err, format).toBe('');
      if (format === 'jsonl') for (const text of ran.out.split('\n').slice(0, -1)) JSON.parse(text);
    }
  });

  it.each(Object.entries(lines))('%s: an error is one JSON object on standard error', async (path, line) => {
    const usage = await cli().run(...words(line), '-o', 'json', '--nonsense');
    expect(usage).toMatchObject({ code: 2, out: '' });
    expect(isOneLine(usage.err)).toBe(true);
    expect(JSON.parse(usage.err)).toEqual({
      error: {
        code: 'UNKNOWN_OPTION',
        exitCode: 2,
        message: expect.any(String),
        hint: expect.any(String),
        details: expect.any(Object),
      },
    });
    const use = commands.find((command) => command.path === path)?.definition.database;
    if (use === 'none' || use === 'optional' || use === 'schema' || use === 'whole') return;
    const missing = await cli({ db: '/nowhere/kontor.db', cwd: book.folder }).run(
      ...words(line),
      '-o',
      'jsonl',
    );
    expect(missing).toMatchObject({ code: 6, out: '' });
    expect(isOneLine(missing.err)).toBe(true);
    expect(missing.error()).toMatchObject({ code: 'DATABASE_MISSING', exitCode: 6 });
  });
});
