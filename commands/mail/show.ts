import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { readFirm } from '../../src/domain/firm/operations.ts';
import { showMail } from '../../src/domain/mail/list.ts';
import { linkPurposes } from '../../src/domain/mail/model.ts';
import { writeLetter } from '../../src/mail/templates.ts';
import { wholeNumber } from '../list-options.ts';
import { mailPage, type ShownMail, shownMailFields } from './view.ts';

/** The link exists only in the mail itself. */
const linkPlace = '<the personal link>';

export const show = defineCommand({
  description: 'The link in the mail is not shown: it exists only in the mail that its recipient gets.',
  examples: ['kontor mail show 1', 'kontor mail show 1 -o json'],
  arguments: [{ name: 'mail', summary: 'number of the mail' }],
  database: 'read',
  input: z.object({ mail: wholeNumber(1) }),
  run: async ({ deps, runs }, { mail: id }): Promise<ShownMail> => {
    const mail = await showMail(deps, runs, id);
    const { firmName, portalAddress } = await readFirm(deps);
    const link = linkPurposes[mail.kind] === undefined ? undefined : linkPlace;
    const { subject, text } = writeLetter({ ...mail, firmName, portalAddress, link });
    return { ...mail, subject, text };
  },
  view: { kind: 'record', fields: shownMailFields, id: ({ id }) => id, page: mailPage },
});
