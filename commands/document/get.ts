import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { TakenDocument } from '../../src/domain/document/model.ts';
import { takeDocument } from '../../src/domain/document/operations.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import type { Field } from '../../src/output/view.ts';
import { fileSize } from '../file-size.ts';
import { documentFields, documentText } from './view.ts';

const takenFields: Field<TakenDocument>[] = [
  ...(documentFields as Field<TakenDocument>[]),
  { key: 'file', heading: 'File' },
];

export const get = defineCommand({
  description:
    'The file is for you alone and is there whole or not at all. What a client uploaded counts as seen from then on. Names ' +
    'that could do harm as names of files are changed: what is written is reported.',
  examples: [
    'kontor document get 1',
    'kontor document get 1 --out return.pdf --force',
    'kontor document get 1 --out copy.pdf -o json',
  ],
  arguments: [{ name: 'document', summary: 'number of the document' }],
  options: [
    { flags: '--out <file>', summary: "another file than one of the document's name in the working folder" },
    { flags: '--force', summary: 'replace a file that exists' },
  ],
  database: 'write',
  input: z.object({
    document: recordNumber('a document'),
    out: z
      .string()
      .refine((file) => file !== '', 'must be a file')
      .refine((file) => file !== '-', 'cannot be standard output; name a file (./- if it is called -)')
      .optional(),
    force: z.boolean().default(false),
  }),
  run: ({ deps }, { document, out, force }) => takeDocument(deps, document, { file: out, replace: force }),
  view: { kind: 'record', fields: takenFields, id: ({ id }) => id },
  report: (taken, dryRun) => [
    {
      tone: 'done',
      text: `${dryRun ? 'would write' : 'wrote'} ${taken.file} (${fileSize(taken.bytes)}): ${documentText(taken)}`,
    },
  ],
});
