import * as z from 'zod';
import type { NewFile } from '../file/model.ts';
import { documentNameProblem } from './rules.ts';

/** The name of a document: the name of a file, without a path. */
export const documentName = z.string('the name must be text').superRefine((name, context) => {
  const problem = documentNameProblem(name);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** A file that is to become a document of an account. */
export interface NewDocument {
  accountId: number;
  /** As the user names it, relative ones from the working folder; or its bytes. */
  file: NewFile;
  /** Its own base name when left out. */
  name?: string | undefined;
  /** The client's contact who uploads it; without one it comes from the firm. */
  contactId?: number | undefined;
  /** When; now when left out. */
  at?: string | undefined;
}
