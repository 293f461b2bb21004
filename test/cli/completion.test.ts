import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { groups } from '../../commands/index.ts';
import { readBashLine } from '../../src/cli/completion/shell-words.ts';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';

const breaks = ' \t\n"\'@><=;|&(:';
/** What completion answers where there is no database. */
const offline = (...words: string[]) =>
  cli({ db: '/nowhere/kontor.db', cwd: '/nowhere' }).run('__complete', 'zsh', ...words);
/** The words that are offered. */
const wordsOf = ({ out }: { out: string }) =>
  out
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0]);

describe('completion without a database', () => {
  it('offers nouns, verbs and, begun, their short names', async () => {
    expect(wordsOf(await offline(''))).toEqual([...groups.map(({ name }) => name), 'help']);
    expect(wordsOf(await offline('acc'))).toEqual(['account']);
    expect(wordsOf(await offline('tag', 're'))).toEqual(['rename', 'recolor', 'remove']);
    expect(wordsOf(await offline('account', ''))).not.toContain('ls');
    expect(wordsOf(await offline('account', 'l'))).toEqual(['list', 'ls']);
    expect(wordsOf(await offline('account', 'r'))).toEqual(['restore', 'rm']);
    expect(wordsOf(await offline('tag', 'rm'))).toEqual(['rm']);
    expect(wordsOf(await offline('--db', 'x', '-q', 'con'))).toEqual(['contact', 'config']);
  });

  it('offers options with what they are for, and each once unless it may be repeated', async () => {
    const { out } = await offline('account', 'ls', '--ty');
    expect(out).toBe('\n--type\tonly accounts of this type\n');
    expect(wordsOf(await offline('account', 'list', '--type', 'company', '--ty'))).toEqual([]);
    expect(wordsOf(await offline('account', 'list', '--tag', 'VIP', '--ta'))).toEqual(['--tag']);
    expect(wordsOf(await offline('account', 'list', '--o'))).toEqual(['--output']);
    expect(wordsOf(await offline('account', 'list', '--', '--o'))).toEqual([]);
    expect(wordsOf(await offline('overview', '1', '-'))).toEqual(
      expect.arrayContaining(['--all', '--section']),
    );
  });

  it('offers choices, formats, fields and sort keys, also behind =', async () => {
    expect(wordsOf(await offline('account', 'list', '--type', ''))).toEqual(['individual', 'company']);
    expect(wordsOf(await offline('account', 'list', '--type=c'))).toEqual(['--type=company']);
    expect(wordsOf(await offline('account', 'list', '-o', 'js'))).toEqual(['json', 'jsonl']);
    expect(wordsOf(await offline('account', 'list', '--sort', '-cr'))).toEqual(['-created']);
    expect(wordsOf(await offline('account', 'list', '--sort', 'fi'))).toEqual(['field:']);
    const fields = await offline('account', 'list', '--fields', 'name,na');
    expect(fields.out.split('\n')[0]).toBe('goes-on');
    expect(wordsOf(fields)).toEqual([]);
    expect(wordsOf(await offline('account', 'list', '--fields', 'id,na'))).toEqual(['id,name']);
    expect(wordsOf(await offline('tag', 'recolor', 'VIP', 'gr'))).toEqual(expect.arrayContaining(['green']));
    expect(wordsOf(await offline('overview', '1', '--all', 'no'))).toEqual(['notes']);
  });

  it('leaves files to the shell, beside the verbs of a noun', async () => {
    expect((await offline('account', 'photo', 'set', '1', '')).out).toBe('files \n');
    expect((await offline('account', 'list', '--db=x')).out).toBe('files --db=\n');
    const { out } = await offline('import', 'in');
    expect(out.split('\n')[0]).toBe('files ');
    expect(out).toContain('inspect\t');
  });

  it('offers commands and topics to help', async () => {
    expect(wordsOf(await offline('help', 'exi'))).toEqual(['exit-codes']);
    expect(wordsOf(await offline('help', 'account', 'cr'))).toEqual(['create']);
    expect(wordsOf(await offline('account', 'help', 'cr'))).toEqual(['create']);
  });

  it('says nothing where nothing can be meant', async () => {
    for (const words of [
      ['nonsense', ''],
      ['account', 'nonsense', ''],
      ['account', 'list', '--nonsense=', ''],
      [],
    ]) {
      expect(await offline(...words)).toMatchObject({ code: 0, err: '' });
    }
    expect(wordsOf(await offline('nonsense', ''))).toEqual([]);
  });
});

describe('a line of bash', () => {
  it.each([
    ['kontor account sh', ['kontor', 'account'], 'sh', '', 0],
    ['kontor account show ', ['kontor', 'account', 'show'], '', '', 0],
    ['kontor account show "Weiß G', ['kontor', 'account', 'show'], 'Weiß G', '"', 0],
    ["kontor account show 'Weiß G", ['kontor', 'account', 'show'], 'Weiß G', "'", 0],
    ['kontor account show Weiß\\ G', ['kontor', 'account', 'show'], 'Weiß G', '', 0],
    ['kontor account show "a \\" b" c', ['kontor', 'account', 'show', 'a " b'], 'c', '', 0],
    ['kontor account list --type=c', ['kontor', 'account', 'list'], '--type=c', '', 7],
    ['kontor account show name:4', ['kontor', 'account', 'show'], 'name:4', '', 5],
    ['kontor contact show jan@w', ['kontor', 'contact', 'show'], 'jan@w', '', 3],
  ])('%s', (line, before, current, isQuotedBy, from) => {
    expect(readBashLine(line, breaks)).toEqual({ before, current, tail: { isQuotedBy, from } });
  });
});

onEachDatabase((db) => {
  const ask = (...words: string[]) => db().run('__complete', 'zsh', ...words);
  const fill = () =>
    db().write(async (deps) => {
      await createTags(deps, [{ name: 'VIP' }, { name: 'Very important' }]);
      await createFields(deps, [
        { scope: 'account', type: 'text', label: 'Tax number' },
        { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
      ]);
      await createAccounts(deps, [
        {
          companyName: 'Weiß & Söhne OHG',
          key: 'crm-1',
          contacts: [{ create: { firstName: 'Jan', lastName: 'Weiß', email: 'jan@weiss.example' } }],
        },
        { companyName: '4711', contacts: [{ create: { lastName: 'Köln' } }] },
        { companyName: '$(touch "x") `y` \'z\'', contacts: [{ create: { lastName: 'Übel' } }] },
      ]);
    });

  it('offers accounts and contacts by name, key and e-mail, as a command takes them', async () => {
    await fill();
    expect((await ask('account', 'show', 'wei')).out).toBe('\nWeiß & Söhne OHG\tcompany\n');
    expect(wordsOf(await ask('account', 'show', 'Weiß &'))).toEqual(['Weiß & Söhne OHG']);
    expect(wordsOf(await ask('account', 'show', 'Weiß & '))).toEqual(['Weiß & Söhne OHG']);
    expect((await ask('account', 'show', 'crm')).out).toBe('\ncrm-1\tWeiß & Söhne OHG\n');
    expect(wordsOf(await ask('account', 'show', 'name:4'))).toEqual(['name:4711']);
    expect(wordsOf(await ask('overview', '--all', 'notes', 'we'))).toEqual(['Weiß & Söhne OHG']);
    expect(wordsOf(await ask('contact', 'show', 'ja'))).toEqual(['jan@weiss.example', 'Jan Weiß']);
    expect(wordsOf(await ask('contact', 'unlink', 'x', '--replace-with', 'email:ja'))).toEqual([
      'email:jan@weiss.example',
    ]);
    expect(wordsOf(await ask('contact', 'link', 'jan@weiss.example', 'wei'))).toEqual(['Weiß & Söhne OHG']);
    expect(wordsOf(await ask('account', 'signers', '1', '--order', 'x,ja'))).toEqual([
      'x,jan@weiss.example',
      'x,Jan Weiß',
    ]);
    for (const word of wordsOf(await ask('account', 'show', ''))) {
      expect((await db().run('account', 'exists', word ?? '')).code, word).toBe(0);
    }
  });

  it('offers tags and fields, of the noun or of both', async () => {
    await fill();
    expect(wordsOf(await ask('account', 'list', '--tag', 'v'))).toEqual(['Very important', 'VIP']);
    expect(wordsOf(await ask('tag', 'add', 'vi'))).toEqual(['VIP']);
    const { out } = await ask('account', 'edit', '1', '--set', '');
    expect(out).toBe('goes-on\ntax-number=\tTax number\n');
    expect(wordsOf(await ask('contact', 'edit', '1', '--unset', ''))).toEqual(['spouse-email']);
    expect(wordsOf(await ask('field', 'show', ''))).toEqual(['tax-number', 'spouse-email']);
    expect(wordsOf(await ask('account', 'list', '--sort', '-field:'))).toEqual(['-field:tax-number']);
  });

  it('quotes for bash as the word was begun, so that nothing in a name is run', async () => {
    await fill();
    const bash = async (line: string) => wordsOf(await db().run('__complete', 'bash', breaks, line));
    expect(await bash('kontor account show \\$')).toEqual(['\\$\\(touch\\ \\"x\\"\\)\\ \\`y\\`\\ \\\'z\\\'']);
    expect(await bash('kontor account show "\\$(')).toEqual(['\\$(touch \\"x\\") \\`y\\` \'z\'']);
    expect(await bash("kontor account show '$(")).toEqual(["$(touch \"x\") `y` '\\''z'\\''"]);
    expect(await bash('kontor contact show jan@')).toEqual(['@weiss.example']);
  });

  it('never offers what could do something to a terminal', async () => {
    await fill();
    await db().write(async (deps) => {
      await deps.trx('accounts').where({ id: 1 }).update({ name: 'We\u001b]0;x\u0007\nls', name_key: 'we1' });
      await deps.trx('accounts').where({ id: 2 }).update({ name: 'We\u202eiss', name_key: 'we2' });
    });
    const { out, err, code } = await ask('account', 'show', 'we');
    expect({ out, err, code }).toEqual({ out: '\n', err: '', code: 0 });
  });

  it('offers no more than fifty', async () => {
    await db().write((deps) =>
      createAccounts(
        deps,
        Array.from({ length: 60 }, (_, index) => ({
          companyName: `Firma ${index}`,
          contacts: [{ create: { lastName: `Person ${index}` } }],
        })),
      ),
    );
    expect(wordsOf(await ask('account', 'show', 'fir'))).toHaveLength(50);
  });

  it('is silent about a database that is older, or whose settings cannot be read', async () => {
    await fill();
    const silent = { code: 0, err: '', out: '\n' };
    await writeFile(path.join(db().folder, 'kontor.config.json'), 'no json');
    expect(
      await db().runWith({ cwd: db().folder }, '__complete', 'zsh', 'account', 'show', 'we'),
    ).toMatchObject(silent);
    await writeFile(path.join(db().folder, 'kontor.config.json'), '{}');
    await db().run('db', 'rollback', '--yes');
    expect(await ask('account', 'show', 'we')).toMatchObject(silent);
  });
});
