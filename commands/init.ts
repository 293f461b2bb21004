import * as z from 'zod';
import { defineCommand } from '../src/cli/define-command.ts';
import { changeFirm, readFirm } from '../src/domain/firm/operations.ts';
import { firmSettings } from '../src/domain/firm/schema.ts';
import type { Field } from '../src/output/view.ts';

const firmName = firmSettings.find(({ key }) => key === 'firm-name');

interface Initialised {
  outcome: 'created' | 'updated' | 'unchanged';
  location: string;
  firmName: string;
  migrations: string[];
}

const fields: Field<Initialised>[] = [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'location', heading: 'Database' },
  { key: 'firmName', heading: 'Firm' },
  { key: 'migrations', heading: 'Migrations' },
];

export const command = defineCommand({
  description: 'A second run changes nothing. Without --db the database is a file in your data folder.',
  examples: [
    'kontor init --firm-name "Weiß & Partner"',
    'kontor init --db ./clients.db --firm-name "Weiß & Partner"',
  ],
  options: [{ flags: '--firm-name <text>', summary: "the firm's name" }],
  database: 'schema',
  ask: [
    {
      answers: 'firmName',
      when: () => true,
      message: "The firm's name (Enter leaves it as it is):",
      optional: true,
    },
  ],
  input: z.object({ firmName: firmName?.check().optional() ?? z.string().optional() }),
  run: async ({ schema, dryRun, write }, input): Promise<Initialised> => {
    const before = await schema.status();
    const migrations = await schema.migrate({ dryRun });
    const { location } = before;
    // A dry run has no database to write the name into when it had to make one up.
    if (dryRun && migrations.length > 0) {
      const outcome = before.state === 'absent' ? 'created' : 'updated';
      return { outcome, location, firmName: input.firmName ?? firmName?.default ?? '', migrations };
    }
    return write(async (deps) => {
      const changed =
        input.firmName === undefined
          ? undefined
          : await changeFirm(deps, [{ key: 'firm-name', value: input.firmName }]);
      const updated =
        migrations.length > 0 || changed?.results.some(({ outcome }) => outcome === 'updated') === true;
      return {
        outcome: before.state === 'absent' ? 'created' : updated ? 'updated' : 'unchanged',
        location,
        firmName: (await readFirm(deps)).firmName,
        migrations,
      };
    });
  },
  view: { kind: 'record', fields, id: ({ location }) => location },
  report: ({ outcome, location, firmName: name }) => [
    {
      tone: 'done',
      text:
        outcome === 'created'
          ? `created the database of "${name}" at ${location}`
          : outcome === 'updated'
            ? `brought the database of "${name}" at ${location} up to date`
            : `the database of "${name}" at ${location} is up to date`,
    },
  ],
});
