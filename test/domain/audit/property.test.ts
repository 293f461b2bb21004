import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { recordChanges } from '../../../src/domain/audit/operations.ts';
import { auditActions, auditedRecords } from '../../../src/domain/audit/schema.ts';
import { resealed, sealChanges } from '../../../src/domain/audit/seal.ts';
import { verifyChain } from '../../../src/domain/audit/verify.ts';
import { type Deps, undoable } from '../../../src/domain/deps.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';

const runs = Number(process.env.KONTOR_PROPERTY_RUNS ?? 40);

/** What both databases can store. */
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => value.isWellFormed() && !value.includes('\u0000'));
const number = fc.option(fc.integer({ min: 0, max: 2 ** 30 }), { nil: undefined });

const entry = fc
  .record({
    record: fc.constantFrom(...auditedRecords),
    recordId: number,
    contactId: number,
    label: text,
    action: fc.constantFrom(...auditActions),
    changes: fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.tuple(fc.jsonValue(), fc.jsonValue()),
      {
        maxKeys: 3,
      },
    ),
  })
  .map(({ recordId = null, contactId, ...rest }) => ({
    ...rest,
    recordId,
    ...(contactId === undefined ? {} : { contactId }),
  }));

/** What a unit of work does, one after the other. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('write' as const), entries: fc.array(entry, { maxLength: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('undone' as const),
      entries: fc.array(entry, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), of: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const unit = fc.array(step, { maxLength: 4 });

class Undone extends Error {}

async function take(deps: Deps, steps: readonly Step[]): Promise<void> {
  for (const one of steps) {
    if (one.kind === 'write') await recordChanges(deps, one.entries);
    else if (one.kind === 'undone') {
      const work = undoable(deps, async (own) => {
        await recordChanges(own, one.entries);
        throw new Undone();
      });
      await expect(work).rejects.toThrow(Undone);
    } else {
      const rows = await query<{ id: number; seal: number }>(
        deps,
        'select id, seal from audit_entries order by id',
      );
      const row = rows[one.of % Math.max(rows.length, 1)];
      if (row === undefined) continue;
      await query(deps, `update audit_entries set label = '', changes = '{}' where id = ?`, [row.id]);
      await resealed(deps, [Number(row.seal)]);
      await recordChanges(deps, [
        { record: 'contact', recordId: 1, label: 'erased contact', action: 'erased', changes: {} },
      ]);
    }
  }
}

/** What can be tampered with: any cell of any row. */
const tables = {
  audit_entries: [
    'id',
    'at',
    'actor',
    'command',
    'record',
    'record_id',
    'contact_id',
    'label',
    'action',
    'changes',
    'run',
    'seal',
  ],
  audit_seals: ['position', 'seal', 'entries', 'last_entry', 'secret', 'digest', 'hash', 'replaced_by'],
  audit_head: ['position', 'hash', 'earlier_entries', 'last_earlier_entry'],
} as const;
const places = Object.entries(tables).flatMap(([table, columns]) =>
  columns.map((column) => [table, column, columns[0]] as const),
);
const numbers =
  /^(id|record_id|contact_id|run|seal|position|entries|last_entry|replaced_by|earlier_entries|last_earlier_entry)$/;

/** The same with another letter in one place, or another number. */
const tampered = (column: string, value: unknown, at: number): unknown => {
  if (numbers.test(column)) return value === null ? at % 1000 : Number(value) + 1_000_000 + (at % 1000);
  const letters = [...String(value ?? '')];
  const place = letters.length === 0 ? 0 : at % letters.length;
  letters[place] = letters[place] === 'x' ? 'y' : 'x';
  return letters.join('');
};

describe('the audit chain, whatever is written and whatever is tampered with', () => {
  onEachDatabase((db) => {
    it('H1: is sound behind any work of kontor, and finds one letter in one cell changed past it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(unit, { minLength: 1, maxLength: 4 }),
          fc.array(fc.tuple(fc.constantFrom(...places), fc.nat(), fc.nat()), { minLength: 3, maxLength: 6 }),
          async (units, tamperings) => {
            await db().database.write(
              async (trx, dialect) => {
                const deps = () => testDeps(trx, dialect);
                for (const steps of [...units, [{ kind: 'write' as const, entries: [aTag] }]]) {
                  const own = deps();
                  await take(own, steps);
                  await sealChanges(own);
                }
                expect((await verifyChain(deps())).faults).toEqual([]);
                for (const [[table, column, key], of, at] of tamperings) {
                  const rows = await query<Record<string, unknown>>(
                    deps(),
                    `select * from ${table} order by ${key}`,
                  );
                  const row = rows[of % rows.length] ?? {};
                  await trx.raw('savepoint tampering');
                  const value = tampered(column, row[column], at);
                  await trx.raw(`update ${table} set ${column} = ? where ${key} = ?`, [
                    value as string,
                    row[key] as number,
                  ]);
                  const { faultCount } = await verifyChain(deps());
                  expect(faultCount, `${table}.${column}: ${row[column]} → ${value}`).toBeGreaterThan(0);
                  await trx.raw('rollback to savepoint tampering');
                }
              },
              { dryRun: true },
            );
          },
        ),
        { numRuns: runs },
      );
    });
  });
});

/** There is one entry at least. */
const aTag = { record: 'tag' as const, recordId: 1, label: 'VIP', action: 'created' as const, changes: {} };
