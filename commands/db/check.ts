import { defineCommand } from '../../src/cli/define-command.ts';
import { withPlaces } from '../../src/doctor/places.ts';
import { checkBook, mendBook } from '../../src/domain/check/operations.ts';
import {
  checkBlocks,
  checkConfirmation,
  checkEnding,
  checkFields,
  checkInput,
  checkOptions,
  checkReport,
  shownReport,
} from '../check-view.ts';

export const check = defineCommand({
  description:
    'Looks at the stored bytes, the schema, the rules of the domain, the search index, documents and photos, and the rights ' +
    'of files. Others may go on working meanwhile. Examples name numbers only, nothing of clients. An error ends with ' +
    'exit code 8; warnings alone with 0, unless --strict is given. Make a backup before --fix.',
  examples: ['kontor db check', 'kontor db check --deep --strict', 'kontor db check --fix --dry-run'],
  options: checkOptions,
  database: 'schema',
  input: checkInput,
  onlyReads: ({ fix }) => !fix,
  run: async (session, { deep, fix, strict }) => {
    const { schema, read, write, runs, progress, configuration, machine, dryRun, signal } = session;
    const units = { differences: schema.differences, read, write };
    const options = { deep, runs, progress, signal };
    const { location } = await schema.status();
    const report = await (fix ? mendBook(units, options) : checkBook(units, options));
    const whole = await withPlaces(report, { configuration, machine }, { fix, dryRun });
    return shownReport(whole, { location, strict });
  },
  confirm: checkConfirmation,
  view: {
    kind: 'record',
    fields: checkFields,
    id: () => '',
    count: ({ findings }) => findings.length,
    page: checkBlocks,
  },
  report: (report) => checkReport(report, 'kontor db check --fix'),
  ending: checkEnding,
});
