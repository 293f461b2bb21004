import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact create', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const create = (line: string) => db().run('contact', 'create', ...words(line));

    it('C1: creates a contact with all that it may have, and without any account', async () => {
      const ran = await create(
        '--first-name Ada --middle-name M. --last-name Berg --company-name "Berg & Co" --email Ada@Berg.example ' +
          '--phone "+49 30 1" --street "Weg 2" --street2 Hof --postal-code 80331 --city München --region BY --country DE ' +
          '--notes "calls early" --key p-9 --json',
      );
      expect(ran.err).toBe('');
      expect(ran.json()).toMatchObject({
        outcome: 'created',
        id: 4,
        name: 'Ada M. Berg',
        firstName: 'Ada',
        middleName: 'M.',
        lastName: 'Berg',
        companyName: 'Berg & Co',
        email: 'Ada@Berg.example',
        phone: '+49 30 1',
        address: {
          street: 'Weg 2',
          street2: 'Hof',
          postalCode: '80331',
          city: 'München',
          region: 'BY',
          country: 'DE',
        },
        notes: 'calls early',
        key: 'p-9',
        accounts: [],
      });
    });

    it('C1: the display name comes from the names, else the company, else the e-mail', async () => {
      expect(await create('--last-name Berg')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ created contact 4 "Berg"\n',
      });
      expect((await create('--company-name "Druckerei Nord" --email a@b.example')).err).toContain(
        '"Druckerei Nord"',
      );
      expect((await create('--email info@nord.example')).err).toContain('"info@nord.example"');
      expect(await create('--last-name Tal -q')).toMatchObject({ code: 0, out: '', err: '' });
      expect((await create('--last-name Au -o ids')).out).toBe('8\n');
    });

    it('C4: a shared e-mail is taken when the caller says so', async () => {
      expect((await create('--first-name Max --email ERIKA@mueller.example --shared-email -o ids')).out).toBe(
        '4\n',
      );
      const found = await db().run('contact', 'show', 'erika@mueller.example', '--json');
      expect([found.code, found.error().code]).toEqual([3, 'CONTACT_AMBIGUOUS']);
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['C1: nobody', 'contact create', 2, 'INVALID_INPUT', 'a contact needs at least a name or an e-mail'],
        ['C1: nobody', 'contact create --phone 1 --last-name " "', 2, 'INVALID_INPUT', 'at least a name'],
        ['e-mail', 'contact create --email ada@berg', 2, 'INVALID_INPUT', 'name@domain.example'],
        [
          'too long',
          `contact create --last-name ${'x'.repeat(201)}`,
          2,
          'INVALID_INPUT',
          'at most 200 characters',
        ],
        ['surplus', 'contact create Ada', 2, 'UNEXPECTED_ARGUMENT', 'Too many arguments'],
        ['C4', 'contact create --email ERIKA@mueller.example', 4, 'EMAIL_TAKEN', 'contact 1 "Erika Müller"'],
        ['C4: the way out', 'contact create --email jan@weiss.example', 4, 'EMAIL_TAKEN', '--shared-email'],
        ['key', 'contact create --last-name X --key p-1', 4, 'KEY_TAKEN', 'contact 1 "Erika Müller"'],
      ]));

    it('asks for a name on a terminal', async () => {
      const typed = [
        ['First name:', '\r'],
        ['Last name:', 'Berg\r'],
        ['Company the person', '\r'],
        ['E-mail:', '\r'],
        ['Phone:', '\r'],
        ['Street', '\r'],
        ['Create this contact?', '\r'],
      ] as const;
      const ran = await db().runWith({ terminal: true, typed }, 'contact', 'create', '-o', 'ids');
      // The summary was a run that was rolled back; PostgreSQL gives no number twice.
      expect(ran).toMatchObject({ code: 0, out: db().kind === 'sqlite' ? '4\n' : '5\n' });
    });
  });
});
