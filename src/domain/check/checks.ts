import { brokenReferences } from '../../db/inspect/foreign-keys.ts';
import { inspectIntegrity } from '../../db/inspect/integrity.ts';
import type { Deps } from '../deps.ts';
import { fieldScopes } from '../field/model.ts';
import { lookAtChain } from './chain.ts';
import { lookForMissing, lookForOrphans, mendOrphans, type Survey } from './contents.ts';
import { derivations, lookForStale, mendStale } from './derived.ts';
import { invariants, lookAt } from './invariants.ts';
import type { CheckOptions, Look, SchemaDifference } from './model.ts';
import { finding, lookOf, mostExamples, some } from './rules.ts';
import { lookAtClaims, lookAtRuns, mendClaims, mendRuns } from './runs.ts';
import { lookAtDocuments, lookAtIndex, mendDocuments, mendIndex } from './search.ts';
import { lookAtSettings } from './settings.ts';
import { lookAtValues } from './values.ts';

/** One thing that is looked at, and how it is mended where that needs nobody's decision. */
export interface Check {
  name: string;
  summary: string;
  look: (deps: Deps, options: CheckOptions) => Promise<Look>;
  mend?: (deps: Deps, options: CheckOptions) => Promise<number>;
  /** What was mended, in words. */
  mended?: (count: number) => string;
}

/** The schema, compared from outside of any unit of work. */
export const schemaCheck = {
  name: 'schema',
  summary: 'tables, columns, constraints, indexes and triggers are as the migrations make them',
  look: (differences: readonly SchemaDifference[]): Look => ({
    findings: (['missing', 'changed', 'extra'] as const).flatMap((difference) => {
      const parts = differences.filter((one) => one.difference === difference).map(({ part }) => part);
      if (parts.length === 0) return [];
      const isExtra = difference === 'extra';
      return [
        finding({
          severity: isExtra ? 'warning' : 'error',
          message: `${some(parts.length, 'part', 'parts')} of the schema ${parts.length === 1 ? 'is' : 'are'} ${isExtra ? 'not known to kontor' : difference}`,
          count: parts.length,
          examples: parts.slice(0, mostExamples),
          hint: isExtra
            ? 'What you added yourself may stay; migrations do not know of it.'
            : 'Undo what was changed by hand, or bring a backup back: kontor db restore FILE',
        }),
      ];
    }),
  }),
};

const integrity: Check = {
  name: 'integrity',
  summary: 'what is stored can be read, and indexes agree with their tables',
  look: async (deps) => {
    const { method, problems } = await inspectIntegrity(deps);
    const look = lookOf(problems.length, (count) => ({
      message: `the database is damaged in ${some(count, 'place', 'places')}`,
      examples: problems.slice(0, mostExamples),
      hint: 'Bring a backup back: kontor db restore FILE',
    }));
    return { ...look, note: method };
  },
};

const foreignKeys: Check = {
  name: 'foreign-keys',
  summary: 'rows refer to rows that are there',
  look: async (deps) => {
    const broken = await brokenReferences(deps);
    const total = broken.reduce((sum, { count }) => sum + count, 0);
    return lookOf(total, (count) => ({
      message: `${some(count, 'row refers', 'rows refer')} to ${count === 1 ? 'a record that is' : 'records that are'} not there`,
      examples: broken
        .slice(0, mostExamples)
        .map(({ table, parent, count }) => `${count} of ${table} to ${parent}`),
      hint: 'Bring a backup back: kontor db restore FILE',
    }));
  },
};

/** What is looked at in one moment of the database, while others go on writing. */
export const checksWhileReading: readonly Check[] = [
  integrity,
  foreignKeys,
  ...invariants.map(
    (invariant): Check => ({
      name: invariant.name,
      summary: invariant.summary,
      look: (deps) => lookAt(deps, invariant),
    }),
  ),
  ...derivations.map(
    (derivation): Check => ({
      name: derivation.name,
      summary: derivation.summary,
      look: (deps) => lookForStale(deps, derivation),
      mend: (deps) => mendStale(deps, derivation),
      mended: (count) => `derived ${some(count, 'row', 'rows')} of ${derivation.table} anew`,
    }),
  ),
  ...fieldScopes.map(
    (scope): Check => ({
      name: `${scope}-field-values`,
      summary: `values of ${scope} fields fit the type of their field (F2)`,
      look: (deps) => lookAtValues(deps, scope),
    }),
  ),
  {
    name: 'search-documents',
    summary: 'accounts are found by all that belongs to them (Q1)',
    look: lookAtDocuments,
    mend: mendDocuments,
    mended: (count) => `put together ${some(count, 'search document', 'search documents')} anew`,
  },
  {
    name: 'audit-chain',
    summary: 'the record of changes is what was written (H1)',
    look: lookAtChain,
  },
  { name: 'settings', summary: 'settings of the firm have values that they take', look: lookAtSettings },
  {
    name: 'mail-claims',
    summary: 'mails that are being sent have somebody who sends them (I6)',
    look: lookAtClaims,
    mend: mendClaims,
    mended: (count) => `marked ${some(count, 'mail', 'mails')} as uncertain`,
  },
  {
    name: 'runs',
    summary: 'imports and seedings have ended (B2)',
    look: lookAtRuns,
    mend: mendRuns,
    mended: (count) => `forgot ${some(count, 'run', 'runs')} that changed nothing`,
  },
];

/** Looks at files: what it mends is outside of any unit of work. */
export const orphanCheck = 'orphan-contents';

/** What can be decided only where nobody else is writing. */
export const checksAlone = (survey: Survey): Check[] => [
  {
    name: 'search-index',
    summary: 'the search index agrees with the search documents (Q1)',
    look: lookAtIndex,
    mend: mendIndex,
    mended: () => 'made the search index anew',
  },
  {
    name: 'missing-contents',
    summary: 'documents and photos have their contents (O2, A6)',
    look: (deps) => lookForMissing(deps, survey),
  },
  {
    name: orphanCheck,
    summary: 'contents of documents and photos belong to a record',
    look: (deps) => lookForOrphans(deps, survey),
    mend: (deps) => mendOrphans(deps, survey),
    mended: (count) =>
      `took ${some(count, 'file', 'files')} out of the folder of documents and photos that nothing needs`,
  },
];
