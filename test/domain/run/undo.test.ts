import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeNotifications } from '../../../src/domain/access/notifications.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { archiveAccounts, createAccounts, editAccounts } from '../../../src/domain/account/operations.ts';
import { createContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { knownFields } from '../../../src/domain/field/references.ts';
import { sendInvitations } from '../../../src/domain/invitation/operations.ts';
import { describeLinks, linkContacts } from '../../../src/domain/link/operations.ts';
import { beginRun, endRun } from '../../../src/domain/run/operations.ts';
import { undoRun } from '../../../src/domain/run/undo.ts';
import { orderSigners } from '../../../src/domain/signer/operations.ts';
import { renameTag } from '../../../src/domain/tag/operations.ts';
import { KontorError } from '../../../src/errors.ts';
import { importClients } from '../../../src/transfer/import/import.ts';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { contentsOf, onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { type Cells, csvOf } from '../../transfer/import/clients.ts';
import { file } from '../../transfer/reading/sources.ts';
import { person } from '../fixtures.ts';
import { clientBook } from './client-book.ts';

const runs = Number(process.env.KONTOR_PROPERTY_RUNS ?? 30);
const { signal } = new AbortController();
const following = { signal, progress: () => {} };

const bookOf = async (deps: Deps) => clientBook(await contentsOf(deps.trx, deps.dialect));

/** Two accounts and three people: Ada may come in to both, Ben to the first; both sign for it; Cleo is nobody's. */
async function makeFirm(deps: Deps): Promise<void> {
  await createFields(deps, [
    { scope: 'account', type: 'multi-dropdown', label: 'Advice', options: ['Tax', 'Law'] },
    { scope: 'contact', type: 'email', label: 'Second e-mail' },
  ]);
  await createContacts(deps, [
    person('Ada Alt', { email: 'ada@alt.example', key: 'p-1' }),
    person('Ben Berg', { email: 'ben@berg.example', fields: { 'second-email': 'ben@two.example' } }),
    person('Cleo Carr', { email: 'ada@alt.example', sharedEmail: true }),
  ]);
  await createAccounts(deps, [
    { name: 'North', key: 'N', fields: { advice: ['Law'] }, contacts: [{ id: 1 }, { id: 2 }] },
    { name: 'South', contacts: [{ id: 1, description: 'Owner' }], access: { login: true } },
  ]);
  await changeAccess(deps, [
    { accountId: 1, contactId: 1, switches: { login: true, notify: true } },
    { accountId: 1, contactId: 2, addresses: ['ben@berg.example'], switches: { login: true } },
  ]);
  await orderSigners(deps, 1, [2, 1]);
}

describe('taking back a run', () => {
  onEachDatabase((db) => {
    /** Does something as a run and takes it back; the book must be as before. What was told is returned. */
    const doAndUndo = (work: (deps: Deps) => Promise<unknown>) =>
      db().write(async (deps) => {
        await makeFirm(deps);
        const before = await bookOf(deps);
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await work(run);
        expect(await endRun(run, {})).toBe(true);
        expect(await bookOf(deps), 'it does something').not.toEqual(before);
        const undone = await undoRun(deps, run.run, following);
        expect(await bookOf(deps)).toEqual(before);
        return undone;
      });

    it('L4, T1: switches, notification kinds and the order of signers come back', async () => {
      const { restored } = await doAndUndo(async (deps) => {
        await changeNotifications(deps, [{ accountId: 1, contactId: 1, off: ['messages'] }]);
        await changeAccess(deps, [
          { accountId: 1, contactId: 2, switches: { login: false, sync: true } },
          { accountId: 2, contactId: 1, switches: { notify: true } },
        ]);
        await changeNotifications(deps, [{ accountId: 2, contactId: 1, off: ['documents'] }]);
      });
      expect(restored).toEqual({ accounts: 0, contacts: 0, links: 2, access: 3 });
    });

    it('C3, T6: e-mails come back to where they were, with their access', async () => {
      await doAndUndo(async (deps) => {
        await editContacts(deps, [
          { id: 1, patch: { email: 'ada@new.example' } },
          { id: 2, patch: { email: 'ben@two.example', fields: { 'second-email': null } } },
        ]);
        await changeAccess(deps, [{ accountId: 1, contactId: 2, switches: { sync: true } }]);
      });
    });

    it('A4, A11, C4: names, keys and e-mails that went from one record to the next come back in turn', async () => {
      await doAndUndo(async (deps) => {
        await editAccounts(deps, [{ id: 1, patch: { name: 'East', key: 'E' } }]);
        await editAccounts(deps, [{ id: 2, patch: { name: 'North', key: 'N' } }]);
        await editContacts(deps, [{ id: 1, patch: { email: 'ada@new.example', key: 'p-9' } }]);
        await editContacts(deps, [
          { id: 2, patch: { email: 'ada@alt.example', sharedEmail: true, key: 'p-1' } },
        ]);
        await createAccounts(deps, [{ name: 'South', contacts: [{ create: person('Dora Dahl') }] }]).catch(
          (error) => expect(error.code).toBe('NAME_TAKEN'),
        );
        await createAccounts(deps, [
          {
            contacts: [{ create: person('Dora Dahl', { email: 'ben@berg.example' }) }, { id: 3 }],
            fields: { advice: ['Tax'] },
          },
        ]);
      });
    });

    it('A8, A9, F2, L3: type, values, archive, descriptions, a field and a tag of the run', async () => {
      const { removed, restored } = await doAndUndo(async (deps) => {
        await createFields(deps, [{ scope: 'contact', type: 'date', label: 'Birthday' }]);
        await editAccounts(
          deps,
          [
            {
              id: 1,
              patch: {
                type: 'company',
                companyName: 'North Ltd',
                companyAddress: { city: 'Bonn' },
                fields: { advice: ['Tax', 'Law'] },
                addTags: ['New'],
              },
            },
          ],
          { createTags: true },
        );
        await editContacts(deps, [{ id: 2, patch: { fields: { birthday: '1980-01-02' }, notes: 'Hm' } }]);
        await describeLinks(deps, [{ accountId: 2, contactId: 1, description: null }]);
        await linkContacts(deps, [{ accountId: 2, contactId: 3 }]);
        await archiveAccounts(deps, [2]);
      });
      expect(removed).toEqual({ accounts: 0, contacts: 0, links: 1, tags: 1, fields: 1 });
      expect(restored).toEqual({ accounts: 2, contacts: 1, links: 1, access: 0 });
    });

    it('I1, T4: invitations are revoked; those that the run had ended have to be sent anew, and are named', async () => {
      const told = await db().write(async (deps) => {
        await makeFirm(deps);
        await sendInvitations(deps, { emails: ['ben@berg.example'] }, { mail: true, printLink: false });
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await sendInvitations(run, { emails: ['ada@alt.example'] }, { mail: true, printLink: false });
        await changeAccess(run, [
          { accountId: 1, contactId: 2, addresses: ['ben@berg.example'], switches: { login: false } },
        ]);
        await deps.trx('mails').where({ recipient: 'ada@alt.example' }).update({ state: 'sent' });
        return undoRun(deps, run.run, following);
      });
      expect(told).toMatchObject({
        state: 'undone',
        endedAt: null,
        invitationsRevoked: 1,
        warnings: [
          'the run had ended the invitation or the portal user of an e-mail: kontor invite send ben@berg.example',
          'an invitation was mailed; its link is dead',
        ],
      });
    });

    it('I1: an invitation that has ended meanwhile stands in the way', async () => {
      const undone = db().write(async (deps) => {
        await makeFirm(deps);
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await changeAccess(run, [
          { accountId: 1, contactId: 2, addresses: ['ben@berg.example'], switches: {}, invite: true },
        ]);
        await changeAccess(deps, [
          { accountId: 1, contactId: 2, addresses: ['ben@berg.example'], switches: { login: false } },
        ]);
        return undoRun(deps, run.run, following);
      });
      await expect(undone).rejects.toMatchObject({
        code: 'CHANGED_SINCE',
        details: { obstacles: [{ record: 'invitation', name: 'ben@berg.example' }] },
      });
    });

    it('F3, G2: tags and fields of changed records that are called otherwise by now stand in the way', async () => {
      const undone = db().write(async (deps) => {
        await makeFirm(deps);
        await createAccounts(deps, [{ name: 'West', tags: ['Old'], contacts: [{ id: 3 }] }], {
          createTags: true,
        });
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await editAccounts(run, [{ id: 1, patch: { addTags: ['Old'], fields: { advice: ['Tax'] } } }]);
        await renameTag(deps, { tag: 'Old', name: 'Former' });
        await changeOptions(deps, { field: 'advice', changes: { rename: [{ from: 'Law', to: 'Legal' }] } });
        return undoRun(deps, run.run, following);
      });
      await expect(undone).rejects.toMatchObject({
        code: 'CHANGED_SINCE',
        details: {
          obstacles: [
            { record: 'tag', name: 'Former' },
            { record: 'field', name: 'Advice' },
          ],
        },
      });
    });

    it('is stopped by a request to stop', async () => {
      const stop = new AbortController();
      const undone = db().write(async (deps) => {
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await createAccounts(run, [{ contacts: [{ create: person('Ada Alt') }] }]);
        stop.abort();
        return undoRun(deps, run.run, { ...following, signal: stop.signal });
      });
      await expect(undone).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    /** Rows of few values, so that they mean what is there, and each other. */
    const cell = (...values: string[]) =>
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...values) },
      );
    const row: fc.Arbitrary<Cells> = fc.record({
      'Account key': cell('K1', 'K2'),
      'Account name': cell('Meyer', 'Alpha', 'Beta'),
      'Company name': cell('Alpha', 'Hans Meyer'),
      'Company city': cell('Bonn', 'Ulm'),
      Tags: cell('VIP', 'Monthly;VIP'),
      'Contact key': cell('C1', 'C2'),
      'First name': fc.constantFrom('Hans', 'Ina'),
      'Last name': cell('Meyer', 'Berg'),
      'E-mail': cell('a@x.example', 'b@x.example', 'c@x.example'),
      Phone: cell('1', '2'),
      'link.description': cell('boss', 'clerk'),
      'field:Colour': cell('red', 'blue'),
      'account.archived': cell('yes'),
      'access.login': cell('on', 'off'),
      'access.sync': cell('on', 'off'),
    });
    const list = fc.array(row, { minLength: 1, maxLength: 8 });

    it('B2: any import into any book can be taken back, and the book is as it was', async () => {
      let undone = 0;
      const taken = async (deps: Deps, rows: readonly Cells[]) => {
        try {
          const table = await openTable(file(csvOf(rows)), {});
          const fields = await knownFields(deps);
          const plan = planColumns(table.headers, { map: [], ignoreUnknown: false, fields });
          return (await importClients(deps, table, plan, { createTags: true, ...following })).run;
        } catch (error) {
          if (error instanceof KontorError && error.code === 'INVALID_ROWS') return undefined;
          throw error;
        }
      };
      await fc.assert(
        fc.asyncProperty(list, list, (first, second) =>
          db().database.write(
            async (trx, dialect) => {
              const deps = testDeps(trx, dialect);
              await createFields(deps, [{ scope: 'account', type: 'text', label: 'Colour' }]);
              if ((await taken(deps, first)) === undefined) return;
              const before = await bookOf(deps);
              const run = await taken(deps, second);
              if (run == null) return;
              await undoRun(deps, run, following);
              expect(await bookOf(deps)).toEqual(before);
              undone += 1;
            },
            { dryRun: true },
          ),
        ),
        { numRuns: runs },
      );
      expect(undone).toBeGreaterThan(0);
    });
  });
});
