import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillBook } from '../commands/book.ts';
import { words } from '../commands/words.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { onTerminal, screenLines, type Typed } from './program.ts';

const enter = '\r';
const down = '\u001b[B';

describe.skipIf(!existsSync('/usr/bin/script'))('a record that is changed in an editor', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    await fillBook(db);
  });
  afterEach(() => dispose(db));

  /** An editor that works with sed, at each opening with the next of these scripts. */
  const edited = async (line: string, scripts: readonly string[], typed: Typed = []) => {
    const editor = path.join(db.folder, 'editor');
    const turn = path.join(db.folder, 'turn');
    await writeFile(turn, '0');
    await writeFile(
      editor,
      [
        '#!/bin/bash',
        `read -r turn < ${turn}`,
        `scripts=(${scripts.map((script) => `'${script}'`).join(' ')})`,
        `sed -i "\${scripts[$turn]}" "$1"`,
        `echo $((turn + 1)) > ${turn}`,
        '',
      ].join('\n'),
    );
    await chmod(editor, 0o755);
    const ran = await onTerminal(
      { db: db.location, folder: db.folder, env: { EDITOR: editor, TMPDIR: db.folder, NO_COLOR: '1' } },
      { columns: 80, typed },
      ...words(line),
    );
    return { ...ran, lines: screenLines(ran.out) };
  };
  const account = async () => (await db.run('account', 'show', '2', '--json')).json();
  const left = async () => (await readdir(db.folder)).filter((name) => name.startsWith('kontor-'));

  it('shows what is different, and saves it when somebody agrees', async () => {
    const ran = await edited(
      'account edit "Weiß GmbH" --editor',
      ['s/city: Berlin/city: Potsdam/; s/^key:.*/key:/; /- VIP/d; s/name: Weiß GmbH/name: Weiß AG/'],
      [['Save these changes?', enter]],
    );
    expect(ran.code, ran.out).toBe(0);
    expect(ran.lines.slice(0, 5)).toEqual([
      'name:                Weiß GmbH → Weiß AG',
      'companyAddress.city: Berlin → Potsdam',
      'key:                 crm-2 → (nothing)',
      'tags:                Monthly, VIP → Monthly',
      '? Save these changes?',
    ]);
    expect(await account()).toMatchObject({
      name: 'Weiß AG',
      companyName: 'Weiß GmbH',
      companyAddress: { street: 'Hauptstr. 1', city: 'Potsdam' },
      key: null,
      tags: ['Monthly'],
    });
    expect(await left()).toEqual([]);
  });

  it('nothing changed is unchanged, without a question; no leaves everything (130)', async () => {
    const before = await db.contents();
    const same = await edited('account edit 2 --editor', ['']);
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining('is like that already') });
    const no = await edited(
      'account edit 2 --editor',
      ['s/Berlin/Bonn/'],
      [['Save these changes?', `${down}${down}${enter}`]],
    );
    expect(no.code).toBe(130);
    expect(await db.contents()).toBe(before);
    expect(await left()).toEqual([]);
  });

  it('a mistake is named by its line, and the file is opened again', async () => {
    const ran = await edited(
      'contact edit 2 --editor',
      ['s/^email:.*/email: jan@/', 's/jan@$/jan@weiss-ag.example/; s/^phone/phoen/', 's/phoen/phone/'],
      [
        ['What now?', enter],
        ['What now?', enter],
        ['Save these changes?', enter],
      ],
    );
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).toMatch(/Line \d+: the e-mail must be an address/);
    expect(ran.out).toMatch(/Line \d+: "phoen" is not known here; did you mean "phone"\?/);
    expect((await db.run('contact', 'show', '2', '--json')).json()).toMatchObject({
      email: 'jan@weiss-ag.example',
      phone: '+49 30 1234567',
    });
    expect(await left()).toEqual([]);
  });

  it('what a rule refuses can be mended or left; what was written is then kept in its file', async () => {
    const before = await db.contents();
    const ran = await edited(
      'account edit 2 --editor',
      ['s/^name:.*/name: Erika Müller/'],
      [['What now?', `${down}${enter}`]],
    );
    expect(ran).toMatchObject({ code: 130, out: expect.stringContaining('"Erika Müller" is taken') });
    const [folder = ''] = await left();
    expect(ran.out.replaceAll('\r\n', '')).toContain(path.join(folder, 'record.yaml'));
    expect(await readFile(path.join(db.folder, folder, 'record.yaml'), 'utf8')).toContain(
      'name: Erika Müller',
    );
    expect(await db.contents()).toBe(before);
  });

  it('what somebody else has changed meanwhile is not overwritten (4)', async () => {
    const ran = await edited(
      'account edit 2 --editor',
      ['s/Berlin/Bonn/'],
      [
        [
          'Save these changes?',
          async () => {
            await db.run('tag', 'add', 'Unused', '--to', '2');
            return enter;
          },
        ],
      ],
    );
    expect(ran).toMatchObject({ code: 4, out: expect.stringContaining('version') });
    expect(await account()).toMatchObject({
      companyAddress: { city: 'Berlin' },
      tags: ['Monthly', 'Unused', 'VIP'],
    });
    expect(await left()).toHaveLength(1);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at the question leaves nothing behind (130)', async (_, key) => {
    const before = await db.contents();
    const ran = await edited('account edit 2 --editor', ['s/Berlin/Bonn/'], [['Save these changes?', key]]);
    expect(ran.code).toBe(130);
    expect(await db.contents()).toBe(before);
    expect(await left()).toEqual([]);
  });

  it('needs a terminal, one record, and no other changes (2)', async () => {
    for (const [line, terminal, said] of [
      ['account edit 2 --editor', false, 'An editor needs a terminal'],
      ['contact edit 2 --editor', false, 'An editor needs a terminal'],
      ['account edit 2 --editor --no-input', true, 'An editor needs a terminal'],
      ['account edit 1 2 --editor', true, '--editor takes one account'],
      ['account edit 2 --editor --name X', true, '--editor takes one account'],
      ['contact edit 2 --editor --phone ""', true, '--editor takes no other changes'],
    ] as const) {
      const ran = await db.runWith({ terminal }, ...words(line));
      expect(ran, line).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    }
  });
});

describe.skipIf(!existsSync('/usr/bin/script'))('a reference that is not clear', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    await fillBook(db);
    await db.run(
      'contact',
      'create',
      '--last-name',
      'Weiß',
      '--first-name',
      'Jan',
      '--email',
      'jan@other.example',
    );
  });
  afterEach(() => dispose(db));

  const asked = (line: string, typed: Typed) =>
    onTerminal(
      { db: db.location, folder: db.folder, env: { NO_COLOR: '1' } },
      { columns: 80, typed },
      ...words(line),
    );

  it('several: one of them is chosen, by what tells them apart', async () => {
    const ran = await asked('contact show "Jan Weiß" --json', [
      ['Jan Weiß · #4 · jan@other.example', `${down}${enter}`],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).toContain('"jan@other.example"');
  });

  it('none: the nearest are offered, whatever takes the reference', async () => {
    const ran = await asked('tag add Unused --to Weis', [['Weiß GmbH · #2', `${enter}`]]);
    expect(ran.code, ran.out).toBe(0);
    const near = await asked('contact link petra@oezdemir.example "Erika Muler"', [
      ['> Erika Müller', enter],
    ]);
    expect(near.code, near.out).toBe(0);
    const tag = await asked('tag recolor Montly blue', [['> Monthly', enter]]);
    expect(tag.code, tag.out).toBe(0);
    expect((await db.run('account', 'show', '2', '--json')).json().tags).toContain('Unused');
  });

  it.each([
    ['none of them', `${down}${down}${enter}`, 3],
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 130],
  ])('%s is none of them', async (_, typed, code) => {
    const before = await db.contents();
    const ran = await asked('contact delete "Jan Weiß" --yes', [['Which one is meant?', typed]]);
    expect(ran.code).toBe(code);
    expect(await db.contents()).toBe(before);
  });

  it('where nobody can be asked it is the error that it was (3)', async () => {
    for (const argv of [['--no-input'], []]) {
      const ran = await db.runWith(
        { terminal: argv.length > 0 },
        'contact',
        'show',
        'Jan Weiß',
        ...argv,
        '--json',
      );
      expect(ran.code).toBe(3);
      expect(ran.error()).toEqual({
        code: 'CONTACT_AMBIGUOUS',
        exitCode: 3,
        message: '"Jan Weiß" means 2 contacts: 2 "Jan Weiß", 4 "Jan Weiß".',
        hint: 'Name one by its id, as in id:2.',
        details: {
          reference: 'Jan Weiß',
          candidates: [
            { id: 2, name: 'Jan Weiß' },
            { id: 4, name: 'Jan Weiß' },
          ],
        },
      });
    }
  });
});
