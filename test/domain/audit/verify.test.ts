import { describe, expect, it } from 'vitest';
import * as createAuditSeals from '../../../migrations/20261127100000_create_audit_seals.ts';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import type { ChainFault, ChainHead, ChainReport } from '../../../src/domain/audit/model.ts';
import { recordChanges } from '../../../src/domain/audit/operations.ts';
import { chainHead, verifyChain } from '../../../src/domain/audit/verify.ts';
import { type Deps, undoable } from '../../../src/domain/deps.ts';
import { createTags } from '../../../src/domain/tag/operations.ts';
import { fillBook } from '../../commands/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { sealAnew } from './forger.ts';

/** Three entries in one set. */
const threeTags = (deps: Deps, name: string) =>
  createTags(
    deps,
    ['1', '2', '3'].map((number) => ({ name: `${name} ${number}` })),
  );

type Place = readonly [kind: ChainFault['kind'], entry: number | null, position: number | null];

const entry = (column: string, value: string, id = 6) =>
  `update audit_entries set ${column} = ${value} where id = ${id}`;

/** What may be changed of an entry, in the middle of the set of entries 5 to 7. */
const changedEntries: Record<string, string[]> = {
  when: [entry('at', `'2020-01-01T00:00:00.000Z'`)],
  who: [entry('actor', `'nobody'`)],
  'by which command': [entry('command', `'tag delete'`)],
  'in which run': [entry('run', '1')],
  'which record': [entry('record', `'account'`)],
  'the number of the record': [entry('record_id', '1')],
  'the number of the contact': [entry('contact_id', '1')],
  'the name': [entry('label', `'Blue 9'`)],
  'the name, to nothing': [entry('label', 'null')],
  'what happened': [entry('action', `'updated'`)],
  'from what to what': [entry('changes', `replace(changes, 'Blue 2', 'Blue 9')`)],
  'the spelling of the changes': [entry('changes', `replace(changes, ':', ': ')`)],
  'changes that are no JSON': [entry('changes', `changes || ']'`)],
  'the order': [entry('id', '8', 7), entry('id', '7', 6), entry('id', '6', 8)],
};

const deletions: Record<string, Place[]> = {
  'id = 6': [['entries-missing', 5, 3]],
  'id = 5': [['entries-missing', 5, 3]],
  'id = 7': [['entries-missing', 5, 3]],
  'id = 4': [['entries-missing', 4, 2]],
  'id >= 5': [['entries-missing', 5, 3]],
  true: [
    ['entries-missing', 1, 1],
    ['entries-missing', 4, 2],
    ['entries-missing', 5, 3],
  ],
};

const copied = (id: number, seal: string, from = 6) =>
  `insert into audit_entries (id, at, actor, command, record, label, action, changes, seal)
   select ${id}, at, actor, command, record, label, action, changes, ${seal} from audit_entries where id = ${from}`;

const insertions: ReadonlyArray<readonly [what: string, statements: string[], found: Place[]]> = [
  ['beside the chain', [copied(90, 'null')], [['entry-unsealed', 90, null]]],
  ['with a seal that is not there', [copied(90, '90')], [['seal-missing', 90, null]]],
  ['behind a set', [copied(90, '5')], [['entries-added', 90, 3]]],
  ['before a set', [copied(-1, '5')], [['entries-added', 5, 3]]],
  [
    'in place of another',
    ['delete from audit_entries where id = 6', copied(6, '5', 5)],
    [['entries-changed', 5, 3]],
  ],
  [
    'from another set',
    ['update audit_entries set seal = 1 where id = 4'],
    [
      ['entries-missing', 4, 2],
      ['entries-added', 4, 1],
    ],
  ],
  [
    'out of its set',
    ['update audit_entries set seal = null where id = 6'],
    [
      ['entries-missing', 5, 3],
      ['entry-unsealed', 6, null],
    ],
  ],
];

const seal = (column: string, value: string, position = 2) =>
  `update audit_seals set ${column} = ${value} where position = ${position}`;

/** What may be changed of the chain. */
const changedSeals: ReadonlyArray<
  readonly [what: string, statements: string[], kinds: ChainFault['kind'][]]
> = [
  ['its digest', [seal('digest', `'00'`)], ['entries-changed', 'seal-changed']],
  ['its hash', [seal('hash', `'00'`)], ['seal-changed', 'seal-changed']],
  ['the hash at the end', [seal('hash', `'00'`, 3)], ['seal-changed', 'head-changed']],
  ['its number of entries', [seal('entries', '2')], ['entries-missing', 'seal-changed']],
  ['its last entry', [seal('last_entry', '5')], ['seal-changed']],
  [
    'its last entry, to an earlier one',
    [seal('last_entry', '6', 3)],
    ['entries-missing', 'entries-added', 'seal-changed'],
  ],
  ['its secret', [seal('secret', `'x'`)], ['entries-changed']],
  ['one deleted', ['delete from audit_seals where position = 2'], ['seal-missing', 'seal-missing']],
  [
    'two that changed places',
    [seal('position', '9'), seal('position', '2', 3), seal('position', '3', 9)],
    ['seal-changed', 'seal-changed', 'head-changed'],
  ],
  [
    'a fork: one that goes on from an earlier one',
    [
      `insert into audit_seals (position, seal, entries, last_entry, secret, digest, hash)
       select 4, 90, entries, last_entry, secret, digest, hash from audit_seals where position = 3`,
      `update audit_head set position = 4`,
    ],
    ['seal-changed', 'entries-missing'],
  ],
  [
    'two for one set',
    [
      'drop index audit_seals_in_force',
      `insert into audit_seals (position, seal, entries, last_entry, secret, digest, hash)
       select 4, seal, entries, last_entry, secret, digest, hash from audit_seals where position = 3`,
    ],
    ['seal-doubled', 'seal-changed', 'head-changed'],
  ],
  ['the end, moved back', [`update audit_head set position = 2`], ['head-changed']],
  ['the end, gone', ['delete from audit_head'], ['head-changed']],
  ['what the chain began with', ['update audit_head set last_earlier_entry = 1'], ['seal-changed']],
  [
    'an entry erased, and nothing else',
    [`update audit_entries set label = '' where id = 4`],
    ['entries-changed'],
  ],
  [
    'an entry erased, and the secret of its seal',
    [`update audit_entries set label = '' where id = 4`, seal('secret', 'null')],
    ['erased-unrecorded'],
  ],
  [
    'an entry erased, and another seal said to replace its own',
    [`update audit_entries set label = '' where id = 4`, seal('replaced_by', '3'), seal('secret', 'null')],
    ['seal-missing', 'erased-unrecorded', 'erased-unrecorded'],
  ],
];

describe('the audit chain', () => {
  onEachDatabase((db) => {
    /** Entries 1 to 3, 4, and 5 to 7, in three units of work. */
    const fill = async () => {
      await db().write((deps) => threeTags(deps, 'Red'));
      await db().write((deps) => createTags(deps, [{ name: 'Alone' }]));
      await db().write((deps) => threeTags(deps, 'Blue'));
    };
    const verified = (noted?: ChainHead) => db().read((deps) => verifyChain(deps, { noted }));
    /** What is found behind SQL past kontor, which is then taken back. */
    const verifiedBehind = (statements: readonly string[], noted?: ChainHead): Promise<ChainReport> =>
      db().database.write(
        async (trx, dialect) => {
          for (const sql of statements) await trx.raw(sql);
          return verifyChain(testDeps(trx, dialect), { noted });
        },
        { dryRun: true },
      );
    const foundBehind = async (statements: readonly string[]): Promise<Place[]> =>
      (await verifiedBehind(statements)).faults.map(({ kind, entry, position }) => [kind, entry, position]);
    const inAnyOrder = <Value>(values: readonly Value[]) =>
      values.map((value) => JSON.stringify(value)).sort();

    it('H1: is sound behind what kontor wrote, and each unit of work goes on from the last', async () => {
      const nothing = { entries: 0, sets: 0, earlierEntries: 0, replacedSeals: 0 };
      const sound = { isNotedFound: null, replacedSinceNoted: null, faults: [], faultCount: 0 };
      expect(await db().read(chainHead)).toBeUndefined();
      expect(await verified()).toEqual({ ...nothing, ...sound, head: null });
      await fill();
      const head = { position: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) };
      expect(await verified()).toEqual({ ...nothing, ...sound, entries: 7, sets: 3, head });
      expect(await db().read(chainHead)).toEqual(head);
    });

    it('H1: finds entries that were changed, deleted, put in, or put in another order', async () => {
      await fill();
      for (const [what, statements] of Object.entries(changedEntries)) {
        expect(await foundBehind(statements), what).toEqual([['entries-changed', 5, 3]]);
      }
      for (const [where, found] of Object.entries(deletions)) {
        expect(await foundBehind([`delete from audit_entries where ${where}`]), where).toEqual(found);
      }
      for (const [what, statements, found] of insertions) {
        expect(inAnyOrder(await foundBehind(statements)), what).toEqual(inAnyOrder(found));
      }
      expect((await verified()).faults).toEqual([]);
    });

    it('H1: finds seals that were changed, deleted, forked, or made to look as if entries had been erased', async () => {
      await fill();
      for (const [what, statements, kinds] of changedSeals) {
        const found = (await foundBehind(statements)).map(([kind]) => kind);
        expect(inAnyOrder(found), what).toEqual(inAnyOrder(kinds));
      }
      expect((await verified()).faults).toEqual([]);
    });

    it('H1: a head noted earlier tells of a chain that was cut off, and of one that was made anew', async () => {
      await fill();
      const noted = await db().read(chainHead);
      const cut = [
        'delete from audit_entries where id >= 5',
        'delete from audit_seals where position = 3',
        'update audit_head set position = 2, hash = (select hash from audit_seals where position = 2)',
      ];
      expect(await verifiedBehind(cut)).toMatchObject({ sets: 2, faultCount: 0 });
      expect(await verifiedBehind(cut, noted)).toMatchObject({
        isNotedFound: false,
        faults: [
          { kind: 'head-not-found', message: expect.stringContaining('ends at position 2, before 3') },
        ],
      });
      await db().write((deps) => createTags(deps, [{ name: 'Later' }]));
      expect(await verified(noted)).toMatchObject({ isNotedFound: true, faultCount: 0 });
      const anew = (head: ChainHead | undefined) =>
        db().database.write(
          async (trx, dialect) => {
            await trx.raw(`update audit_entries set actor = 'nobody' where id = 4`);
            await sealAnew(testDeps(trx, dialect));
            return verifyChain(testDeps(trx, dialect), { noted: head });
          },
          { dryRun: true },
        );
      expect(await anew(undefined)).toMatchObject({ sets: 4, faultCount: 0 });
      expect((await anew(noted)).faults).toEqual([
        {
          kind: 'head-not-found',
          entry: null,
          position: 3,
          message: expect.stringContaining('another hash'),
        },
      ]);
    });

    it('H1: entries from before the chain are counted, and none can be put among them', async () => {
      await fill();
      await db().database.write(
        async (trx) => {
          await createAuditSeals.down(trx);
          await createAuditSeals.up(trx);
        },
        { dryRun: false },
      );
      expect(await verified()).toMatchObject({ entries: 0, earlierEntries: 7, head: null, faultCount: 0 });
      await db().write((deps) => createTags(deps, [{ name: 'First of the chain' }]));
      expect(await verified()).toMatchObject({ entries: 1, sets: 1, earlierEntries: 7, faultCount: 0 });
      const gone = 'delete from audit_entries where id = 3';
      expect(await foundBehind([gone])).toEqual([['earlier-entries', null, null]]);
      expect(await foundBehind([gone, 'update audit_head set earlier_entries = 6'])).toEqual([
        ['seal-changed', 8, 1],
      ]);
    });

    it('H1: what is undone leaves nothing to seal, and what follows is sealed', async () => {
      await db().write(async (deps) => {
        await createTags(deps, [{ name: 'Before' }]);
        const failing = undoable(deps, async (own) => {
          await threeTags(own, 'Undone');
          throw new Error('undone');
        });
        await expect(failing).rejects.toThrow('undone');
        expect(deps.unsealed.sets).toHaveLength(1);
        await createTags(deps, [{ name: 'Behind' }]);
        await undoable(deps, (own) => threeTags(own, 'Kept'));
        await createTags(deps, [{ name: 'Last' }]);
      });
      expect(await verified()).toMatchObject({ entries: 6, sets: 4, faultCount: 0 });
    });

    it('H1: a change that cannot be sealed does not happen', async () => {
      await fillBook(db());
      for (const [statement, why] of [
        [`update audit_head set position = position - 1`, 'there are seals behind its end'],
        ['delete from audit_head', 'the record of its end is gone'],
      ] as const) {
        await db().database.write((trx) => trx.raw(statement), { dryRun: false });
        const before = await db().contents();
        const ran = await db().run('tag', 'create', 'Unsealed', '--json');
        expect(ran).toMatchObject({ code: 6, out: '' });
        expect(ran.error()).toMatchObject({
          code: 'CHAIN_DAMAGED',
          message: `The audit chain is damaged: ${why}. Nothing was written.`,
        });
        expect(await db().contents()).toBe(before);
      }
    });

    it('H1: texts of any letters, numbers and shapes are verified as they were recorded', async () => {
      const odd = [
        'ü"\\/\u2028\u{1F469}\u200D\u{1F469}',
        'a\u0001\b\f\n\r\t\u007f\u0085',
        'half a letter: \uD83D, the other half: \uDC69',
        ...[1e21, -0, 1.5e-9, 123456789012345, true, null],
        ['x', ['],[', { '': '}' }]],
        {},
      ];
      await db().write((deps) =>
        recordChanges(
          deps,
          odd.map((value, index) => ({
            record: 'note',
            recordId: index,
            label: `${JSON.stringify(value)} ü"\\`,
            action: 'created',
            changes: { value: [null, value], '__proto__ "\\': [value, index] },
          })),
        ),
      );
      expect(await verified()).toMatchObject({ entries: odd.length, sets: 1, faultCount: 0 });
    });

    it('H1: a set that is written in several statements is verified as one', async () => {
      const entries = Array.from({ length: 10_001 }, (_, index) => ({
        record: 'note' as const,
        recordId: index,
        label: `Übergröße ${index} \u{1F469}`,
        action: 'created' as const,
        changes: { text: [null, 'ä'.repeat(index % 30)] as const },
      }));
      await db().write((deps) => recordChanges(deps, entries));
      expect(await verified()).toMatchObject({ entries: entries.length, sets: 1, faultCount: 0 });
    });

    it('many faults are counted, the first of them are told', async () => {
      await fillBook(db());
      await db().write(async (deps) => {
        for (let at = 0; at < 30; at += 1) {
          await editAccounts(deps, [{ id: 1, patch: { name: `Name ${at}` } }]);
        }
      });
      const { faults, faultCount, sets } = await verifiedBehind([
        `update audit_entries set actor = 'nobody'`,
      ]);
      expect([faultCount, faults.length]).toEqual([sets, 20]);
      const places = faults.map((fault) => fault.entry ?? 0);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places[0]).toBe(1);
    });
  });
});
