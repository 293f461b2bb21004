import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listMails } from '../../src/domain/mail/list.ts';
import { mailStates } from '../../src/domain/mail/model.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { mailFields } from './view.ts';

export const list = defineCommand({
  description:
    'Newest first. An uncertain mail is one whose sending was cut off behind its text: it may have arrived or not, and is ' +
    'never sent again unless `kontor mail resolve` says so.',
  examples: [
    'kontor mail list',
    'kontor mail list --state deferred',
    'kontor mail list --to jan@weiss.example',
  ],
  options: [
    { flags: '--state <state>', summary: 'only mails in this state', choices: mailStates },
    { flags: '--to <address>', summary: 'only mails to this address' },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({ state: z.enum(mailStates).optional(), to: z.string().optional(), ...listInput }),
  run: ({ deps, runs }, { state, to, ...paging }) =>
    listMails(deps, runs, { state, to, ...pagingOf(paging) }),
  view: { kind: 'list', fields: mailFields, id: ({ id }) => id, empty: 'No mails.' },
});
