import * as z from 'zod';
import { defineCommand, type SessionFor } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import {
  exportPhoto,
  photoBytes,
  removePhotos,
  setPhotos,
  showPhoto,
} from '../../src/domain/photo/operations.ts';
import { KontorError } from '../../src/errors.ts';
import type { PictureWay } from '../../src/output/picture/protocol.ts';
import { photoReport, photoView, type ShownPhoto, shownOutcome } from './photo-view.ts';

const ways = ['kitty', 'iterm2', 'sixel', 'blocks'] as const satisfies readonly PictureWay[];

const actions = ['set', 'show', 'export', 'remove'] as const;

const input = z
  .object({
    action: z.enum(actions, `must be one of ${actions.join(', ')}`),
    account: z.string(),
    file: z.string().min(1, 'must not be empty').optional(),
    from: z.string().optional(),
    at: momentText.optional(),
    force: z.boolean().optional(),
    picture: z.union([z.literal(false), z.enum(ways, `must be one of ${ways.join(', ')}`)]).optional(),
  })
  .superRefine(({ action, ...given }, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (action === 'set' && given.file === undefined) refuse('file', 'is missing');
    if (given.file !== undefined && (action === 'show' || action === 'remove')) {
      refuse('file', `is not for ${action}`);
    }
    for (const name of ['from', 'at'] as const) {
      if (given[name] !== undefined && action !== 'set') refuse(name, 'is for set alone');
    }
    if (given.force !== undefined && action !== 'export') refuse('force', 'is for export alone');
    if (given.picture !== undefined && action !== 'show') refuse('picture', 'is for show alone');
  });

export const photo = defineCommand({
  description:
    'A photo is a PNG, JPEG, WebP or GIF of at most 5 MB; what it is, is told by its content. Show says where it is kept, how ' +
    'large it is, and who set it and when; on a terminal it draws the photo, too, as well as the terminal can (kitty, iTerm2, ' +
    'sixel, else block characters). Export writes it to a file, which is called after the number of the account unless it is named.',
  examples: [
    'kontor account photo set "Erika Müller" portrait.png --from erika@mueller.example',
    'kontor account photo show 3 --picture blocks',
    'kontor account photo export 3 logo.png --force',
    'kontor account photo remove 3',
  ],
  arguments: [
    { name: 'action', summary: actions.join(', '), suggests: actions },
    { name: 'account', summary: 'id, exact name or external key' },
    { name: 'file', summary: 'the photo to set, or the file to export it to', optional: true },
  ],
  options: [
    { flags: '--from <contact>', summary: "set: the client's contact whose upload it is" },
    { flags: '--at <time>', summary: 'set: when it was set, if not now' },
    { flags: '--picture <how>', summary: 'show: how to draw it, if not as the terminal can', choices: ways },
    { flags: '--no-picture', summary: 'show: only what is known about it' },
    { flags: '--force', summary: 'export: replace a file that exists' },
  ],
  database: 'write',
  onlyReads: ({ action }) => action === 'show' || action === 'export',
  input,
  run: async ({ deps, machine, configuration }, given): Promise<ShownPhoto> => {
    const shown = await act(deps, given);
    const isSeen = machine.stdoutIsTerminal && configuration.output.value === 'table';
    if (given.action !== 'show' || given.picture === false || !isSeen) return shown;
    return { ...shown, picture: { ...(await pictureOf(deps, shown)), way: given.picture } };
  },
  view: photoView,
  report: photoReport,
});

type Given = z.infer<typeof input>;

/** The bytes to be drawn, or why there are none: what is known of the photo is shown all the same. */
async function pictureOf(
  deps: SessionFor<'write'>['deps'],
  { sha256 }: ShownPhoto,
): Promise<{ bytes?: Uint8Array; trouble?: string }> {
  try {
    return sha256 === null ? {} : { bytes: await photoBytes(deps, { sha256 }) };
  } catch (error) {
    if (!(error instanceof KontorError) || error.kind === 'cancelled') throw error;
    return { trouble: `${error.message} ${error.hint ?? ''}` };
  }
}

async function act(
  deps: SessionFor<'write'>['deps'],
  { action, account, file, from, at, force }: Given,
): Promise<ShownPhoto> {
  const accountId = await resolveAccount(deps, account);
  switch (action) {
    case 'set': {
      const contactId = from === undefined ? undefined : await resolveContact(deps, from);
      return shownOutcome(await setPhotos(deps, [{ accountId, file: file ?? '', contactId, at }]));
    }
    case 'remove':
      return shownOutcome(await removePhotos(deps, [accountId]));
    case 'export':
      return exportPhoto(deps, { accountId, file, replace: force });
    case 'show':
      return showPhoto(deps, accountId);
  }
}
