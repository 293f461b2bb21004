import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContacts } from '../../src/domain/contact/operations.ts';
import { fillBook } from '../commands/book.ts';
import { words } from '../commands/words.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { onTerminal, screenLines, type Typed } from './program.ts';

const enter = '\r';
const down = '\u001b[B';

describe.skipIf(!existsSync('/usr/bin/script'))('who types a command without arguments is asked', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    await fillBook(db);
  });
  afterEach(() => dispose(db));

  const asked = async (line: string, typed: Typed, { columns = 80, env = {} } = {}) => {
    const ran = await onTerminal(
      { db: db.location, folder: db.folder, env: { NO_COLOR: '1', ...env } },
      { columns, typed },
      ...words(line),
    );
    return { ...ran, lines: screenLines(ran.out) };
  };
  const json = async (...argv: string[]) => (await db.run(...argv, '--json')).json();

  it('account create: a company with a contact that is searched for, a new one, tags and access', async () => {
    const ran = await asked('account create', [
      ['Type of the account', `${down}${enter}`],
      ['Name of the company', `Nord GmbH${enter}`],
      ['Street and number', `Kai 7${enter}`],
      ['Postal code', `20457${enter}`],
      ['City', `Hamburg${enter}`],
      ['Country', enter],
      ['type to search', 'oezd'],
      ['> Petra Özdemir', enter],
      ['> no more', 'Ada Berg <ada@berg.example>'],
      ['> Ada Berg <ada@berg.example> · a new contact', enter],
      ['> no more', enter],
      ['Name of the account', enter],
      ['> none', 'month'],
      ['> Monthly', enter],
      ['> no more', 'Neu'],
      ['> Neu · a new tag', enter],
      ['> no more', enter],
      ['Access to the portal', ` ${enter}`],
      ['Create this account?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    const summary = ran.lines.slice(ran.lines.findIndex((line) => line.startsWith('Type: ')));
    expect(summary.slice(0, 10)).toEqual([
      'Type:              company',
      'Company name:      Nord GmbH',
      'Street:            Kai 7',
      'Postal code:       20457',
      'City:              Hamburg',
      'Country:           –',
      'Contacts:          Petra Özdemir, Ada Berg <ada@berg.example>',
      'Name:              –',
      'Tags:              Monthly, Neu',
      'Access:            login: may enter the portal',
    ]);
    expect(summary[10]).toBe('It will be called: Nord GmbH');
    expect(await json('account', 'show', '4')).toMatchObject({
      name: 'Nord GmbH',
      type: 'company',
      companyAddress: { street: 'Kai 7', postalCode: '20457', city: 'Hamburg', country: null },
      tags: ['Monthly', 'Neu'],
      contacts: [
        { contact: { name: 'Ada Berg' }, emails: [{ address: 'ada@berg.example', login: true }] },
        { contact: { id: 3 }, emails: [{ login: true, notify: false }] },
      ],
    });
  });

  it('contact create: what does not fit is asked again, and an answer can be changed before it is written', async () => {
    const ran = await asked('contact create --last-name Berg --company-name "" --phone "" --street ""', []);
    expect(ran.code, ran.out).toBe(0);
    const interview = await asked('contact create', [
      ['First name:', `Ada${enter}`],
      ['Last name:', `Bergg${enter}`],
      ['Company the person', enter],
      ['E-mail:', `erika@mueller${enter}`],
      ['the e-mail must be an address', `\u0015erika@mueller.example${enter}`],
      ['Phone:', enter],
      ['Street', enter],
      // C4: the e-mail is somebody else's.
      ['What now?', enter],
      ['Which answer?', `${down}${down}${down}${enter}`],
      ['E-mail:', `\u0015ada@berg.example${enter}`],
      ['Create this contact?', `${down}${enter}`],
      ['Which answer?', `${down}${enter}`],
      ['Last name:', `\u007f${enter}`],
      ['Create this contact?', enter],
    ]);
    expect(interview.code, interview.out).toBe(0);
    expect(await json('contact', 'show', 'ada@berg.example')).toMatchObject({
      firstName: 'Ada',
      lastName: 'Berg',
      phone: null,
    });
  });

  it('contact link: both ends are searched for, several accounts, a description', async () => {
    const ran = await asked('contact link', [
      ['Contact:', 'petra'],
      ['> Petra Özdemir', enter],
      ['Account to link it to', 'gmbh'],
      ['> Weiß GmbH', enter],
      ['> no more', 'crm-1'],
      ['> Erika Müller', enter],
      ['> no more', enter],
      ['What the contact is', `Bookkeeping${enter}`],
      ['Access to these', enter],
      ['Link them?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect((await json('contact', 'show', '3')).accounts).toEqual([
      { id: 1, name: 'Erika Müller', description: 'Bookkeeping' },
      { id: 2, name: 'Weiß GmbH', description: 'Bookkeeping' },
    ]);
  });

  it('what was given is not asked for', async () => {
    const ran = await asked('contact link petra@oezdemir.example --description Heir --login on', [
      ['Account to link it to', 'gmbh'],
      ['> Weiß GmbH', enter],
      ['> no more', enter],
      ['Link them?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).not.toMatch(/\? (Contact|What the contact|Access)/);
    expect((await json('contact', 'show', '3')).accounts).toEqual([
      { id: 2, name: 'Weiß GmbH', description: 'Heir' },
    ]);
  });

  it('invite send: e-mails are found by names, with how far they have come; what cannot be is told before', async () => {
    await db.run('contact', 'access', 'jan@weiss.example', '2', '--login', 'on');
    const ran = await asked('invite send', [
      ['E-mail to invite', 'petra'],
      ['> petra@oezdemir.example · Petra Özdemir · login is off', enter],
      ['> no more', enter],
      ['What now?', enter],
      ['Which answer?', enter],
      ['E-mail to invite', 'weiss'],
      ['> jan@weiss.example · Jan Weiß · not-invited', enter],
      ['> no more', enter],
      ['Send what is said here?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect(await json('invite', 'list')).toMatchObject([{ email: 'jan@weiss.example', status: 'pending' }]);
  });

  it('field create: the choices of a dropdown, each checked; the key follows from the label', async () => {
    const ran = await asked('field create', [
      ['Whose field', enter],
      ['Type:', `${down.repeat(7)}${enter}`],
      ['What people read', enter],
      ['an answer is needed', `Legal form${enter}`],
      ['A choice of it', `GmbH${enter}`],
      ['A choice of it', `id:7${enter}`],
      ['must not look like an id', `\u0015OHG${enter}`],
      // The question itself appears again with each letter.
      ['+ A choice of it', enter],
      ['What scripts call it', enter],
      ['Create this field?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect(await json('field', 'show', 'legal-form')).toMatchObject({
      scope: 'account',
      type: 'dropdown',
      options: [{ label: 'GmbH' }, { label: 'OHG' }],
    });
  });

  it('the last question: no is no (130), --yes answers it, --dry-run needs no answer', async () => {
    const answers: Typed = [
      ['Whose field', enter],
      ['Type:', enter],
      ['What people read', `Tax number${enter}`],
      ['What scripts call it', enter],
    ];
    const before = await db.contents();
    const no = await asked('field create', [...answers, ['Create this field?', `${down}${down}${enter}`]]);
    expect(no).toMatchObject({ code: 130, out: expect.stringContaining('cancelled; nothing was written') });
    expect((await asked('field create --dry-run', answers)).code).toBe(0);
    expect(await db.contents()).toBe(before);
    expect((await asked('field create --yes', answers)).code).toBe(0);
    expect(await json('field', 'list')).toHaveLength(1);
  });

  // For each kind of question: what leads to it, and what it is known by.
  const type: Typed[number] = ['Type of the account', enter];
  const contact: Typed = [
    ['type to search', 'petra'],
    ['> Petra', enter],
    ['> no more', enter],
  ];
  it.each<[string, Typed, string]>([
    ['a list', [], 'Type of the account'],
    ['a search', [type], 'type to search'],
    ['a text', [type, ...contact], 'Name of the account'],
    ['several of a list', [type, ...contact, ['Name of', enter], ['> none', enter]], 'Access to the portal'],
    [
      'the last question',
      [type, ...contact, ['Name of', enter], ['> none', enter], ['Access to', enter]],
      'Create this account?',
    ],
  ])(
    'Ctrl-C and Ctrl-D at %s leave nothing behind, and the terminal as it was (130)',
    async (_, path, last) => {
      const before = await db.contents();
      for (const key of ['\u0003', '\u0004']) {
        const ran = await asked('account create', [...path, [last, key]]);
        expect(ran, ran.out).toMatchObject({ code: 130, out: expect.stringContaining('cancelled') });
        const cursor = [...ran.out.matchAll(/\u001b\[\?25([hl])/g)].at(-1)?.[1];
        expect(cursor).toBe('h');
      }
      expect(await db.contents()).toBe(before);
    },
  );

  it('while somebody types, others can write', async () => {
    const ran = await asked('account create', [
      type,
      [
        'type to search',
        async () => {
          const { code } = await db.run('tag', 'create', 'Meanwhile');
          return code === 0 ? 'petra' : '\u0003';
        },
      ],
      ['> Petra', enter],
      ['> no more', enter],
      ['Name of', enter],
      ['> none', 'meanw'],
      ['> Meanwhile', enter],
      ['> no more', enter],
      ['Access to', enter],
      ['Create this account?', enter],
    ]);
    expect(ran.code, ran.out).toBe(0);
    expect(await json('account', 'show', '4')).toMatchObject({ tags: ['Meanwhile'] });
  });

  it('Enter before anything is found takes nothing that was found for less', async () => {
    const ran = await asked('contact link --description x --login off', [
      // All at once, as it is pasted: the list is still that of all contacts.
      ['Contact:', `petra${enter}`],
      ['Account to link it to', `e${enter}`],
      ['> Erika', '\u0003'],
    ]);
    expect(ran.code).toBe(130);
    expect(ran.out).toContain('Contact: Petra Özdemir');
  });

  it('what clients call themselves cannot steer the terminal, and fits into it', async () => {
    const hostile = `\u001b]52;c;x\u0007\u202e${'sehr '.repeat(30)}lang`;
    await db.write((deps) => createContacts(deps, [{ firstName: 'Zacharias', lastName: hostile }]));
    const ran = await asked(
      'contact link',
      [
        ['Contact:', 'zacharias'],
        ['> Zacharias', '\u0003'],
      ],
      {
        columns: 40,
      },
    );
    expect(ran.code).toBe(130);
    expect(ran.out).toContain('\\e]52;c;x\\x07\\u{202e}');
    expect(ran.out).not.toMatch(/\u001b\]52|\u202e/);
    const hit = ran.lines.filter((line) => line.startsWith('> Zacharias'));
    expect(hit.length).toBeGreaterThan(0);
    for (const line of hit) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('long lists are leafed through', async () => {
    await db.write((deps) =>
      createContacts(
        deps,
        Array.from({ length: 60 }, (_, at) => ({ lastName: `Person ${String(at + 1).padStart(2, '0')}` })),
      ),
    );
    const ran = await asked('contact link', [
      ['Contact:', 'person'],
      ['> Person 01', '\u001b[6~\u001b[6~'],
      ['> Person 11', '\u001b[5~'],
      ['> Person 06', '\u001b[F'],
      ['there are more', enter],
      ['Account to link it to', '\u0003'],
    ]);
    expect(ran.code).toBe(130);
    expect(ran.out).toContain('Contact: Person 50');
  });

  it.each([
    ['account create', '--contact'],
    ['contact create', '--first-name'],
    ['contact link', '<contact>'],
    ['invite send', 'e-mail'],
    ['field create', '--scope'],
  ])('%s asks nothing with --no-input or CI: the error names what is missing', async (line, named) => {
    for (const ran of [
      await db.runWith({ terminal: true }, ...words(line), '--no-input'),
      await db.runWith({ terminal: true, env: { CI: '1' } }, ...words(line)),
      await db.run(...words(line)),
    ]) {
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain(named);
    }
  });
});
