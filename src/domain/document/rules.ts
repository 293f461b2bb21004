import type { Side } from '../activity/model.ts';
import { isPrintable } from '../text/checks.ts';
import type { DocumentRow } from './repository.ts';

/** As many as file systems take. */
const maxCharacters = 255;

/** What is wrong with a name for a document, in the words of a refusal. */
export function documentNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'must not be empty';
  if (name.length > maxCharacters) return `must have at most ${maxCharacters} characters`;
  if (!isPrintable(name)) return 'must not contain control characters';
  if (/[/\\]/.test(name) || /^\.{1,2}$/.test(name.trim())) return 'must be a name without a path';
  return undefined;
}

/** The base name of a path. */
export const baseName = (file: string): string => /[^/]*(?=\/*$)/.exec(file)?.[0] ?? '';

/** What some system would take for something else than a part of a name, or would show in another order. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069"*/:<>?\\|]/g;

/** Devices of Windows, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A document's name as the name of a file in any folder: it hides nowhere, leads nowhere and looks like no option. */
export function safeFileName(name: string): string {
  const plain = name
    .replace(unsafe, '_')
    .replace(/^[.\-~]+/, '_')
    .replace(/[. ]+$/, '')
    .replace(device, '_$1');
  return shortened(plain === '' ? '_' : plain);
}

const maxBytes = 255;
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Cut to what a file system takes; the ending stays. */
function shortened(name: string): string {
  if (bytesOf(name) <= maxBytes) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  const characters = [...name.slice(0, name.length - ending.length)];
  while (bytesOf(characters.join('') + ending) > maxBytes) characters.pop();
  return characters.join('') + ending;
}

/** Whether a document counts as new: the client uploaded it, and nobody of the firm has seen it (O1). */
export const isNew = ({ side, seenAt }: { side: Side; seenAt: string | null }): boolean =>
  side === 'client' && seenAt === null;

/** What the record of changes says of a document (H1). */
export const auditedDocumentFields = [
  'accountId',
  'name',
  'sha256',
  'bytes',
  'mediaType',
  'side',
  'author',
  'addedAt',
] as const satisfies ReadonlyArray<keyof DocumentRow>;
