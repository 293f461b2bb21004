import { notFoundError, usageError } from '../../errors.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import type { Content, SizeLimit } from '../file/model.ts';
import type { Photo, PhotoAccount } from './model.ts';

/** How large a photo may be (A6). */
export const photoLimit: SizeLimit = {
  bytes: 5 * 1024 * 1024,
  what: 'a photo',
  hint: 'Make it smaller: 1,000 pixels are enough for any screen.',
};

/** The kinds of photos (A6), with the ending of their files. An animated PNG is a PNG. */
const endings: Record<string, string> = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** What people call other kinds of files. */
const names: Record<string, string> = {
  'image/svg+xml': 'an SVG drawing',
  'text/html': 'an HTML page',
  'text/plain': 'a text',
  'application/pdf': 'a PDF',
  'application/xml': 'an XML file',
  'application/zip': 'a ZIP archive',
  'application/octet-stream': 'a file of an unknown kind',
};

/** Throws NOT_A_PHOTO (exit 2) for what is no photo by its content, whatever its name says (A6). */
export function requirePhoto({ mediaType }: Content, file: string): void {
  if (endings[mediaType] !== undefined) return;
  throw usageError('NOT_A_PHOTO', `${file} is no photo but ${names[mediaType] ?? mediaType}.`, {
    hint: 'A photo is a PNG, JPEG, WebP or GIF.',
    details: { mediaType },
  });
}

/** The name of a photo's file where none is given. */
export const photoFileName = ({ account, mediaType }: { account: PhotoAccount; mediaType: string }): string =>
  `account-${account.id}.${endings[mediaType] ?? 'photo'}`;

/** The refusal to show or export what is not there. */
export const noPhoto = ({ id, name }: PhotoAccount) =>
  notFoundError('NO_PHOTO', `Account ${id} "${name}" has no photo.`, {
    hint: `kontor account photo set ${id} FILE`,
    details: { accountId: id },
  });

/** Enough of a SHA-256 to tell two photos apart. */
const shortened = (sha256: string): string => sha256.slice(0, 12);

const audited = (photo: Photo | null) =>
  photo === null ? null : { sha256: shortened(photo.sha256), mediaType: photo.mediaType, setBy: photo.setBy };

/** The entry about an account whose photo changed (H1); `at` when its time was given. */
export const photoEntry = (
  account: PhotoAccount,
  from: Photo | null,
  to: Photo | null,
  at?: string,
): AuditEntryInput => ({
  record: 'account',
  recordId: account.id,
  label: account.name,
  action: 'updated',
  changes: { photo: [audited(from), audited(to)], ...(at === undefined ? {} : { at: [null, at] }) },
});
