import { beforeEach, describe, expect, it } from 'vitest';
import { addEmail, makeUsers } from '../../domain/access/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

describe('account show', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const show = (...argv: string[]) => db().run('account', 'show', ...argv);

    it('A12, L1: a page with whose it is on top, and the contacts in alphabetical order', async () => {
      const ran = await show('crm-2');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "#2  Weiß GmbH
        company · no photo · not archived

        Company name:    Weiß GmbH
        Company address: Hauptstr. 1, 10115 Berlin, DE
        Tags:            Monthly, VIP
        Key:             crm-2
        Portal:          off
        Created:         2026-03-04
        Updated:         2026-03-04

        Contacts
        Contact        E-mail                 Login  Notify  Sync  Status
        Erika Müller   erika@mueller.example  off    off     off   off
          Tax adviser
        Jan Weiß       jan@weiss.example      off    off     off   off
        "
      `);
      expect((await show('3')).out).toMatch(
        /^#3 {2}Nachlass Ernst\nindividual · no photo · ARCHIVED since 2026-03-04\n/,
      );
    });

    it('C3, T1–T3, L4: contacts with each e-mail, its switches and status, within 80 columns', async () => {
      await addEmail(db(), 1, 'spouse-email', 'hans@mueller.example');
      for (const line of [
        'contact link 3 2 --description "Managing director of the southern branch"',
        'contact access --account 2 --login on --notify on',
        'contact access 1 2 --email hans@mueller.example --login off --notify off --sync on',
        'contact notifications 1 2 --email erika@mueller.example --off approvals,messages,organizers',
        'contact access 2 2 --invite',
        'account signers 2 --order 3',
      ]) {
        expect((await db().run(...words(line))).code, line).toBe(0);
      }
      await makeUsers(db(), 'petra@oezdemir.example');
      await db().run('contact', 'edit', '3', '--email', 'petra@neu.example');
      const ran = await db().runWith(
        { terminal: true, columns: 80, env: { NO_COLOR: '1' } },
        ...words('account show 2'),
      );
      expect(ran.out.slice(ran.out.indexOf('Portal'))).toMatchInlineSnapshot(`
        "Portal:          active
        Created:         2026-03-04
        Updated:         2026-03-04

        Contacts
        Contact                 E-mail                  Login  Notify  Sync  Status
        ──────────────────────  ──────────────────────  ─────  ──────  ────  ───────────
        Erika Müller            erika@mueller.example   on     on      off   not-invited
          Tax adviser             notified of
                                  documents,
                                  signatures
                                hans@mueller.example    off    off     on    off
                                  from spouse-email
        Jan Weiß                jan@weiss.example       on     on      off   invited
        Petra Özdemir           petra@neu.example       on     on      off   not-invited
          Managing director of  petra@oezdemir.example  on     on      off   active
          the southern branch     unlinked
          signer 1
        "
      `);
      for (const line of ran.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      const narrow = await db().runWith(
        { terminal: true, columns: 40, env: { NO_COLOR: '1' } },
        ...words('account show 2'),
      );
      expect(narrow.out.slice(narrow.out.indexOf('Contacts'))).toMatchInlineSnapshot(`
        "Contacts
        Contact:     Erika Müller
        Description: Tax adviser
        E-mail:      erika@mueller.example
        Login:       on
        Notify:      on
        Sync:        off
        Notified of: documents, signatures
        Status:      not-invited

        Contact:     Erika Müller
        Description: Tax adviser
        E-mail:      hans@mueller.example
        Origin:      from spouse-email
        Login:       off
        Notify:      off
        Sync:        on
        Status:      off

        Contact: Jan Weiß
        E-mail:  jan@weiss.example
        Login:   on
        Notify:  on
        Sync:    off
        Status:  invited

        Contact:     Petra Özdemir
        Description: Managing director of the
                     southern branch
        Signer:      1
        E-mail:      petra@neu.example
        Login:       on
        Notify:      on
        Sync:        off
        Status:      not-invited

        Contact:     Petra Özdemir
        Description: Managing director of the
                     southern branch
        Signer:      1
        E-mail:      petra@oezdemir.example
        Origin:      unlinked
        Login:       on
        Notify:      on
        Sync:        off
        Status:      active
        "
      `);
      expect(narrow.out.match(/^Contact:/gm)).toHaveLength(5);
    });

    it('A9, T3: what an archived account shows is marked as suspended', async () => {
      await db().run('contact', 'access', '2', '3', '--login', 'on');
      expect((await show('3')).out).toMatch(/Portal: +not-invited, suspended while archived\n/);
    });

    it('A12: the heading stands above chosen fields, too', async () => {
      expect((await show('1', '--fields', 'key')).out).toBe(
        '#1  Erika Müller\nindividual · no photo · not archived\n\nKey: crm-1\n',
      );
    });

    it('finds the account by id, by name as people write it, and by key', async () => {
      for (const reference of [
        '1',
        'id:1',
        'Erika Müller',
        '  erika   MÜLLER ',
        'name:Erika Müller',
        'crm-1',
        'key:crm-1',
      ]) {
        expect(await show(reference, '-o', 'ids'), reference).toMatchObject({ code: 0, out: '1\n' });
      }
    });

    it('none is an error (3) that names the nearest', async () => {
      const ran = await show('Erika Müler', '--json');
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'ACCOUNT_NOT_FOUND',
        message: 'There is no account "Erika Müler".',
        hint: 'Did you mean 1 "Erika Müller"?',
        details: { nearest: { id: 1, name: 'Erika Müller' } },
      });
      for (const reference of ['99', 'id:Erika', 'key:nope', 'email:erika@mueller.example', '']) {
        expect((await show(reference)).code, reference).toBe(3);
      }
    });

    it('more than one is an error (3) that lists them', async () => {
      await db().run('account', 'edit', '3', '--key', 'Erika Müller');
      const ran = await show('Erika Müller', '--json');
      expect(ran.code).toBe(3);
      expect(ran.error()).toMatchObject({
        code: 'ACCOUNT_AMBIGUOUS',
        details: {
          candidates: [
            { id: 1, name: 'Erika Müller' },
            { id: 3, name: 'Nachlass Ernst' },
          ],
        },
      });
      expect((await show('name:Erika Müller', '-o', 'ids')).out).toBe('1\n');
      expect((await show('key:Erika Müller', '-o', 'ids')).out).toBe('3\n');
    });

    it('needs exactly one account (2)', async () => {
      expect(await show()).toMatchObject({ code: 2, err: expect.stringContaining('<account> is missing') });
      expect(await show('1', '2')).toMatchObject({
        code: 2,
        err: expect.stringContaining('Too many arguments'),
      });
    });
  });
});
