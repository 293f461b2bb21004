import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { orderSigners, signersOf } from '../../../src/domain/signer/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { create, person } from '../fixtures.ts';
import { emailsOf, invitationsOf, inWords } from './book.ts';

const races = 8;

const from = <T>(database: Database, work: (deps: Deps) => Promise<T>): Promise<T> =>
  database.write((trx, dialect) => work(testDeps(trx, dialect)), { dryRun: false });

const switching =
  (accountId: number, contactId: number, switches: object, invite = false) =>
  (deps: Deps): Promise<unknown> =>
    changeAccess(deps, [{ accountId, contactId, switches, invite }]);

describe('two programs at once', () => {
  onEachDatabase((db) => {
    /** Accounts 1, 2, 3 … with two contacts each, the first of them 1, 3, 5 … */
    const fill = (login: boolean) =>
      create(
        db(),
        ...Array.from({ length: races }, (_, index) => ({
          name: `Account ${index + 1}`,
          contacts: ['a', 'b'].map((letter) => ({
            create: person(letter, { email: `${letter}${index + 1}@race.example` }),
          })),
          access: { login },
        })),
      );

    /** Runs two pieces of work for each account at the same moment, and looks at each account afterwards. */
    async function race(
      works: (accountId: number) => Array<(deps: Deps) => Promise<unknown>>,
      look: (accountId: number, errors: string[]) => Promise<void>,
    ): Promise<void> {
      const other = openDatabase(db().location);
      try {
        for (let accountId = 1; accountId <= races; accountId += 1) {
          const settled = await Promise.allSettled(
            works(accountId).map((work, index) => from(index === 0 ? db().database : other, work)),
          );
          const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
          await look(
            accountId,
            errors.map(({ code }) => code),
          );
        }
      } finally {
        await other.close();
      }
    }

    it('T1: each sets its own switch of one e-mail: both are on, in one row', async () => {
      await fill(false);
      await race(
        (id) => [switching(id, 2 * id - 1, { login: true }), switching(id, 2 * id - 1, { sync: true })],
        async (id, errors) => {
          expect(errors).toEqual([]);
          expect(await inWords(db(), id, 2 * id - 1)).toEqual([`a${id}@race.example login sync not-invited`]);
        },
      );
    });

    it('L4: when login goes while a rank is set, nobody without login has a rank', async () => {
      await fill(true);
      await race(
        (id) => [
          switching(id, 2 * id - 1, { login: false }),
          (deps) => orderSigners(deps, id, [2 * id - 1, 2 * id]),
        ],
        async (id, errors) => {
          const signers = await db().read((deps) => signersOf(deps, id));
          const stored = await db().read(({ trx }) =>
            trx('account_contacts').where({ account_id: id }).orderBy('contact_id').pluck('signer_rank'),
          );
          expect(signers.map(({ contact }) => contact.id)).toEqual([2 * id]);
          // Either the order came first and its gap was closed, or it came too late and was refused.
          expect(errors.length === 0 ? [null, 1] : [null, null]).toEqual(stored);
          expect(errors.filter((code) => code !== 'SIGNER_WITHOUT_LOGIN')).toEqual([]);
        },
      );
    });

    it('T6: when an address is changed while its access is set, the access is with the new address', async () => {
      await fill(false);
      await race(
        (id) => [
          (deps) => editContacts(deps, [{ id: 2 * id - 1, patch: { email: `new${id}@race.example` } }]),
          switching(id, 2 * id - 1, { login: true }),
        ],
        async (id, errors) => {
          expect(errors).toEqual([]);
          expect(await inWords(db(), id, 2 * id - 1)).toEqual([`new${id}@race.example login not-invited`]);
        },
      );
    });

    it('T4: when two accounts let the same person go, the invitation ends', async () => {
      await fill(false);
      await create(
        db(),
        ...Array.from({ length: races }, (_, index) => ({
          name: `Second ${index + 1}`,
          contacts: [{ id: 2 * index + 1 }],
        })),
      );
      for (let id = 1; id <= races; id += 1) {
        await db().write(switching(id, 2 * id - 1, { login: true }, true));
        await db().write(switching(races + id, 2 * id - 1, { login: true }));
      }
      await race(
        (id) => [id, races + id].map((accountId) => switching(accountId, 2 * id - 1, { login: false })),
        async (id, errors) => {
          expect(errors).toEqual([]);
          expect(await invitationsOf(db(), `a${id}@race.example`), `race ${id}`).toEqual(['revoked']);
        },
      );
    });

    it('L2: when a contact is unlinked while its access is set, nothing is left of it', async () => {
      await fill(false);
      await race(
        (id) => [
          (deps) => unlinkContacts(deps, [{ accountId: id, contactId: 2 * id - 1 }]),
          switching(id, 2 * id - 1, { login: true }, true),
        ],
        async (id, errors) => {
          expect(errors.filter((code) => code !== 'NOT_LINKED')).toEqual([]);
          expect(await emailsOf(db(), id, 2 * id - 1)).toEqual([]);
          expect(await invitationsOf(db(), `a${id}@race.example`)).not.toContain('pending');
        },
      );
    });
  });
});
