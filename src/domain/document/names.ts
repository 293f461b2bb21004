import { usageError } from '../../errors.ts';
import { nameOf } from '../file/keep.ts';
import { tidy } from '../text/comparison.ts';
import { baseName, documentNameProblem } from './rules.ts';
import type { NewDocument } from './schema.ts';

/** The names of new documents, in input order: those given, else the base names of the files. Throws INVALID_DOCUMENT_NAME (exit 2). */
export const requireNames = (inputs: readonly NewDocument[]): string[] =>
  inputs.map(({ file, name = baseName(nameOf(file)) }) => {
    const problem = documentNameProblem(name);
    if (problem === undefined) return tidy(name);
    throw usageError('INVALID_DOCUMENT_NAME', `The name ${JSON.stringify(name)} ${problem}.`, {
      hint: 'Give it another one: --name "Tax return 2025.pdf", with one file at a time.',
      details: { file: nameOf(file), name },
    });
  });
