import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('account create', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const create = (line: string) => db().run('account', 'create', ...words(line));

    it('A7: creates an account with existing and new contacts in one step', async () => {
      expect(
        await create('--contact jan@weiss.example --new-contact "Ada Berg <ada@berg.example>"'),
      ).toMatchObject({
        code: 0,
        out: '',
        err: '✓ created account 4 "Jan Weiß" with 4 "Ada Berg", 2 "Jan Weiß"\n',
      });
    });

    it('A2, B6: a company name makes a company, with its address', async () => {
      const ran = await create(
        '--company-name "Berg & Co" --street "Weg 2" --postal-code 80331 --city München --country DE --contact 3 ' +
          '--key crm-9 --json',
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

    it('prints the new id with -o ids; -q silences what was done', async () => {
      expect(await create('--contact 3 -o ids')).toMatchObject({ code: 0, out: '4\n', err: '' });
      expect(await create('--contact 3 -q')).toMatchObject({ code: 0, out: '', err: '' });
    });

    it('A4: a generated name that is taken is numbered, and the result says so', async () => {
      const ran = await create('--contact erika@mueller.example');
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('created account 4 "Erika Müller (2)"');
      expect(ran.err).toContain('warning: the name "Erika Müller" was taken');
      const machine = await create('--contact erika@mueller.example --json');
      expect(machine.json()).toMatchObject({
        name: 'Erika Müller (3)',
        warnings: [expect.stringContaining('taken')],
      });
    });

    it('A5: characters that folders cannot have draw a warning', async () => {
      const ran = await create('--name "A/B: C" --contact 3');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toContain('warning: the name "A/B: C" holds / :');
    });

    it('G1: --create-tags makes tags that do not exist', async () => {
      const made = await create('--contact 3 --tag Monthly --tag New --create-tags --json');
      expect(made.json().tags).toEqual(['Monthly', 'New']);
    });

    it('C4: a shared e-mail is taken when the caller says so', async () => {
      const ran = await create('--new-contact "Max Müller <erika@mueller.example>" --shared-email --json');
      expect(ran.json()).toMatchObject({ name: 'Max Müller', contacts: [{ contact: { id: 4 } }] });
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['A7: no contact', 'account create --name Nobody', 2, 'INVALID_INPUT', 'at least one contact'],
        [
          'A1',
          'account create --type firm --contact 3',
          2,
          'INVALID_INPUT',
          'individual, company, not "firm"',
        ],
        ['A2', 'account create --type company --contact 3', 2, 'INVALID_INPUT', '--company-name'],
        [
          'A5',
          'account create --name A\u0007 --contact 3',
          2,
          'INVALID_INPUT',
          'must not contain control characters',
        ],
        [
          'no name',
          'account create --name "" --contact 3',
          2,
          'INVALID_INPUT',
          '--name: the account name must not be',
        ],
        ['no mail', 'account create --new-contact "Ada <ada>"', 2, 'INVALID_INPUT', 'name@domain.example'],
        ['C1', 'account create --new-contact ""', 2, 'INVALID_INPUT', 'at least a name or an e-mail'],
        ['nobody', 'account create --contact jan@wiess.example', 3, 'CONTACT_NOT_FOUND', 'jan@wiess.example'],
        ['G1', 'account create --contact 3 --tag Monthyl', 3, 'TAG_NOT_FOUND', 'Did you mean "Monthly"'],
        [
          'A4',
          'account create --name " erika  MÜLLER " --new-contact Ada',
          4,
          'NAME_TAKEN',
          'account 1 "Erika Müller"',
        ],
        ['A4', 'account create --name "weiss gmbh" --contact 3', 4, 'NAME_TAKEN', 'kontor account show id:2'],
        ['A11', 'account create --contact 3 --key crm-1', 4, 'KEY_TAKEN', 'account 1 "Erika Müller"'],
        [
          'C4',
          'account create --new-contact "X <ERIKA@mueller.example>"',
          4,
          'EMAIL_TAKEN',
          '1 "Erika Müller"',
        ],
      ]));

    it('T1, T4: --login, --notify, --sync and --invite are for every e-mail of its contacts', async () => {
      const line = 'account create --name New --contact 3 --new-contact Ada --sync on --invite';
      const ran = await db().run(...words(line));
      expect(ran.code, ran.err).toBe(0);
      expect(ran.err).toContain('✓ Petra Özdemir <petra@oezdemir.example>: login, sync on; invited\n');
      expect(ran.err).toContain('warning: contact 4 "Ada" has no e-mail\n');
      const { portalStatus, contacts } = (await db().run('account', 'show', 'New', '--json')).json();
      expect(portalStatus).toBe('invited');
      expect(contacts).toMatchObject([
        { contact: { id: 4 }, emails: [] },
        { contact: { id: 3 }, emails: [{ login: true, notify: false, sync: true, status: 'invited' }] },
      ]);
    });

    it('asks for the contact on a terminal, and nowhere else', async () => {
      const ran = await db().runWith(
        {
          terminal: true,
          typed: [
            ['type to search', 'Ada Berg <ada@berg.example>'],
            ['· a new contact', '\r'],
            ['no more', '\r'],
            ['Name of the account', '\r'],
            ['none', '\r'],
            ['Create this account?', '\r'],
          ],
        },
        ...words('account create --type individual --login on -o json'),
      );
      expect(ran.json()).toMatchObject({
        name: 'Ada Berg',
        contacts: [{ emails: [{ address: 'ada@berg.example' }] }],
      });
      const piped = await db().runWith({ stdin: 'Ada Berg\n' }, 'account', 'create');
      expect(piped).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--contact') });
    });
  });
});
