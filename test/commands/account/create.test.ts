import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

const refusals: Array<[what: string, argv: string[], code: number, errorCode: string, message: string]> = [
  ['A7: no contact', ['--name', 'Nobody'], 2, 'INVALID_INPUT', 'at least one contact'],
  ['A1: another type', ['--type', 'firm', '--contact', '3'], 2, 'INVALID_INPUT', 'individual, company'],
  [
    'A2: a company without a name',
    ['--type', 'company', '--contact', '3'],
    2,
    'INVALID_INPUT',
    '--company-name',
  ],
  [
    'an empty name',
    ['--name', '', '--contact', '3'],
    2,
    'INVALID_INPUT',
    '--name: the account name must not be empty',
  ],
  ['a bad e-mail', ['--new-contact', 'Ada <ada>'], 2, 'INVALID_INPUT', 'name@domain.example'],
  ['an empty contact', ['--new-contact', ''], 2, 'INVALID_INPUT', 'at least a name or an e-mail'],
  ['an unknown contact', ['--contact', 'jan@wiess.example'], 3, 'CONTACT_NOT_FOUND', 'jan@wiess.example'],
  [
    'C4: a taken e-mail',
    ['--new-contact', 'X <ERIKA@mueller.example>'],
    4,
    'EMAIL_TAKEN',
    '1 "Erika Müller"',
  ],
  ['A11: a taken key', ['--contact', '3', '--key', 'crm-1'], 4, 'KEY_TAKEN', 'account 1 "Erika Müller"'],
];

describe('account create', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const create = (...argv: string[]) => db().run('account', 'create', ...argv);

    it('A7: creates an account with existing and new contacts in one step', async () => {
      const ran = await create(
        '--contact',
        'jan@weiss.example',
        '--new-contact',
        'Ada Berg <ada@berg.example>',
      );
      expect(ran).toMatchObject({
        code: 0,
        out: '',
        err: '✓ created account 4 "Jan Weiß" with 4 "Ada Berg", 2 "Jan Weiß"\n',
      });
    });

    it('A2, B6: a company name makes a company, with its address', async () => {
      const ran = await create(
        ...[
          '--company-name',
          'Berg & Co',
          '--street',
          'Weg 2',
          '--postal-code',
          '80331',
          '--city',
          'München',
        ],
        ...['--country', 'DE', '--contact', '3', '--key', 'crm-9', '--json'],
      );
      expect(ran.err).toBe('');
      expect(ran.json()).toMatchObject({
        outcome: 'created',
        name: 'Berg & Co',
        type: 'company',
        companyName: 'Berg & Co',
        companyAddress: {
          street: 'Weg 2',
          street2: null,
          postalCode: '80331',
          city: 'München',
          region: null,
          country: 'DE',
        },
        key: 'crm-9',
        contacts: [{ contact: { id: 3, name: 'Petra Özdemir' }, description: null }],
      });
    });

    it('prints the new id with -o ids, and what was done on standard error unless -q', async () => {
      expect(await create('--contact', '3', '-o', 'ids')).toMatchObject({ code: 0, out: '4\n', err: '' });
      expect(await create('--contact', '3', '-q')).toMatchObject({ code: 0, out: '', err: '' });
    });

    it('A4: a generated name that is taken is numbered, and the result says so', async () => {
      const ran = await create('--contact', 'erika@mueller.example');
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('created account 4 "Erika Müller (2)"');
      expect(ran.err).toContain('warning: the name "Erika Müller" was taken');
      const machine = await create('--contact', 'erika@mueller.example', '--json');
      expect(machine.json()).toMatchObject({
        name: 'Erika Müller (3)',
        warnings: [expect.stringContaining('taken')],
      });
    });

    it('A4: a given name that is taken is refused (4), naming the account that has it', async () => {
      const before = await db().contents();
      const ran = await create('--name', ' erika  MÜLLER ', '--new-contact', 'Ada Berg', '--json');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'NAME_TAKEN',
        exitCode: 4,
        message: expect.stringContaining('account 1 "Erika Müller"'),
        hint: expect.stringContaining('kontor account show id:1'),
      });
      expect(await db().contents(), 'the new contact is rolled back, too').toBe(before);
    });

    it('A5: characters that folders cannot have draw a warning; control characters are refused (2)', async () => {
      const ran = await create('--name', 'A/B: C', '--contact', '3');
      expect(ran).toMatchObject({
        code: 0,
        err: expect.stringContaining('warning: the name "A/B: C" holds / :'),
      });
      expect(await create('--name', 'A\u0007', '--contact', '3')).toMatchObject({
        code: 2,
        err: expect.stringContaining('--name: the account name must not contain control characters'),
      });
    });

    it('G1: tags must exist (3) unless --create-tags allows to make them', async () => {
      const ran = await create('--contact', '3', '--tag', 'Monthyl', '--json');
      expect(ran.code).toBe(3);
      expect(ran.error()).toMatchObject({
        code: 'TAG_NOT_FOUND',
        hint: expect.stringContaining('"Monthly"'),
      });
      const made = await create(
        '--contact',
        '3',
        '--tag',
        'Monthly',
        '--tag',
        'New',
        '--create-tags',
        '--json',
      );
      expect(made.json().tags).toEqual(['Monthly', 'New']);
    });

    it('refuses, and leaves everything as it was', async () => {
      const before = await db().contents();
      for (const [what, argv, code, errorCode, message] of refusals) {
        const ran = await create(...argv, '--json');
        expect(ran, what).toMatchObject({ code, out: '' });
        expect(ran.error(), what).toMatchObject({
          code: errorCode,
          message: expect.stringContaining(message),
        });
      }
      expect(await db().contents()).toBe(before);
    });

    it('C4: a shared e-mail is taken when the caller says so', async () => {
      const ran = await create(
        '--new-contact',
        'Max Müller <erika@mueller.example>',
        '--shared-email',
        '--json',
      );
      expect(ran.json()).toMatchObject({ name: 'Max Müller', contacts: [{ contact: { id: 4 } }] });
    });

    it('asks for the contact on a terminal, and nowhere else', async () => {
      const ran = await db().runWith(
        { terminal: true, typed: [['Contact, as in', 'Ada Berg <ada@berg.example>\r']] },
        ...['account', 'create', '-o', 'json'],
      );
      expect(ran.json()).toMatchObject({
        name: 'Ada Berg',
        contacts: [{ emails: [{ address: 'ada@berg.example' }] }],
      });
      const piped = await db().runWith({ stdin: 'Ada Berg\n' }, 'account', 'create');
      expect(piped).toMatchObject({ code: 2, out: '' });
    });
  });
});
