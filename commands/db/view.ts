import type { BatchView } from '../../src/output/view.ts';

/** A migration that was applied or undone. */
export interface MigrationOutcome {
  outcome: 'created' | 'deleted';
  name: string;
}

export const migrationView: BatchView<MigrationOutcome> = {
  kind: 'batch',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'name', heading: 'Migration' },
  ],
  id: ({ name }) => name,
};
