import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { fixtureJsonSchemaText } from '../../src/fixtures/json-schema.ts';

export const schema = defineCommand({
  description:
    'Draft 2020-12. Editors check and complete fixture files by it: put "# yaml-language-server: $schema=fixture.schema.json" ' +
    'into the first line of a YAML file, or "$schema" into a JSON file.',
  examples: ['kontor seed schema', 'kontor seed schema -o json'],
  database: 'none',
  input: z.object({}),
  run: async () => fixtureJsonSchemaText(),
  view: { kind: 'text', text: (text) => text },
});
