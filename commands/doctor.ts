import { defineCommand } from '../src/cli/define-command.ts';
import { showSetting } from '../src/config.ts';
import { examine } from '../src/doctor/examine.ts';
import type { Fact } from '../src/doctor/model.ts';
import { factsOf } from '../src/doctor/runtime.ts';
import type { Field } from '../src/output/view.ts';
import {
  checkBlocks,
  checkConfirmation,
  checkEnding,
  checkFields,
  checkInput,
  checkOptions,
  checkReport,
  type ShownReport,
  shownReport,
} from './check-view.ts';

interface Diagnosis extends ShownReport {
  facts: Fact[];
}

const fields: Field<Diagnosis>[] = [
  ...checkFields,
  {
    key: 'facts',
    heading: 'Facts',
    text: ({ facts }) => facts.map(({ name, value }) => `${name}: ${value}`).join(', '),
  },
];

export const command = defineCommand({
  description:
    'Looks at the surroundings – versions, configuration, disk, rights of files, mail server, clock, terminal – and then at ' +
    'the database, as kontor db check does; it works without a database, too. No mail is sent. An error ends with exit ' +
    'code 8; warnings alone with 0, unless --strict is given. Nothing of clients and no password is in what it prints.',
  examples: ['kontor doctor', 'kontor doctor --json', 'kontor doctor --fix --dry-run'],
  options: checkOptions,
  database: 'schema',
  input: checkInput,
  onlyReads: ({ fix }) => !fix,
  run: async (session, { deep, fix, strict }): Promise<Diagnosis> => {
    const { schema, read, write, runs, progress, configuration, machine, dryRun, signal } = session;
    const { value: location } = showSetting(configuration, 'db');
    const around = { configuration, machine };
    const report = await examine(around, {
      units: { differences: schema.differences, read, write },
      status: schema.status,
      options: { deep, runs, progress, signal },
      fix,
      dryRun,
      signal,
    });
    return { ...shownReport(report, { location, strict }), facts: factsOf(around, location) };
  },
  confirm: checkConfirmation,
  view: {
    kind: 'record',
    fields,
    id: () => '',
    count: ({ findings }) => findings.length,
    page: (diagnosis) => [
      { kind: 'pairs', pairs: diagnosis.facts.map(({ name, value }) => ({ label: name, value })) },
      ...checkBlocks(diagnosis),
    ],
  },
  report: (diagnosis) => checkReport(diagnosis, 'kontor doctor --fix'),
  ending: checkEnding,
});
