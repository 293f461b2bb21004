import type { Photo, PhotoAccount, PhotoOutcome } from '../../src/domain/photo/model.ts';
import type { PictureWay } from '../../src/output/picture/protocol.ts';
import type { Block, RecordView, ReportLine } from '../../src/output/view.ts';
import { accountHeading } from '../account-heading.ts';
import { fileSize } from '../file-size.ts';

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null };

/** A photo, or what became of one; all of the photo is null where the account has none. */
export interface ShownPhoto extends Nullable<Photo> {
  account: PhotoAccount;
  /** What was done to it. */
  outcome?: PhotoOutcome['outcome'];
  /** Where it is kept. */
  path?: string;
  /** The file that it was written to. */
  file?: string;
  /** What is to be drawn of it. */
  picture?: { bytes?: Uint8Array; way?: PictureWay | undefined; trouble?: string };
}

const none: Nullable<Photo> = {
  sha256: null,
  mediaType: null,
  bytes: null,
  setBy: null,
  contact: null,
  setAt: null,
};

/** What became of the photo of the one account that was named. */
export function shownOutcome([result]: readonly PhotoOutcome[]): ShownPhoto {
  if (result === undefined) throw new Error('an operation gave nothing for one account');
  const { outcome, account, photo } = result;
  return { outcome, account, ...(photo ?? none) };
}

export const photoView: RecordView<ShownPhoto> = {
  kind: 'record',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'account', heading: 'Account', text: ({ account }) => `${account.id} ${account.name}` },
    { key: 'path', heading: 'Path' },
    { key: 'file', heading: 'File' },
    { key: 'mediaType', heading: 'Type' },
    { key: 'bytes', heading: 'Size', text: ({ bytes }) => (bytes === null ? '' : fileSize(bytes)) },
    { key: 'setBy', heading: 'Set by' },
    { key: 'contact', heading: 'Contact', text: ({ contact }) => contact?.name ?? '' },
    { key: 'setAt', heading: 'Set at' },
    { key: 'sha256', heading: 'SHA-256' },
  ],
  id: ({ account }) => account.id,
  page: (photo) => (photo.outcome === undefined && photo.file === undefined ? photoPage(photo) : []),
};

/** The page about a photo, under the heading of its account (A12). */
const photoPage = (photo: ShownPhoto): Block[] => [
  accountHeading({ ...photo.account, photo }),
  {
    kind: 'pairs',
    pairs: [
      { label: 'Path', value: photo.path ?? '' },
      { label: 'Type', value: photo.mediaType ?? '' },
      { label: 'Size', value: photo.bytes === null ? '' : `${fileSize(photo.bytes)} (${photo.bytes} bytes)` },
      {
        label: 'Set by',
        value: photo.contact === null ? (photo.setBy ?? '') : `${photo.setBy} (contact ${photo.contact.id})`,
      },
      { label: 'Set at', value: photo.setAt ?? '' },
      { label: 'SHA-256', value: photo.sha256 ?? '' },
    ],
  },
  ...pictureBlocks(photo.picture ?? {}),
];

const pictureBlocks = ({ bytes, way, trouble }: NonNullable<ShownPhoto['picture']>): Block[] => {
  if (trouble !== undefined) return [{ kind: 'text', text: `The picture is not drawn: ${trouble}` }];
  return bytes === undefined ? [] : [{ kind: 'picture', bytes, ...(way === undefined ? {} : { way }) }];
};

/** What was done, in a line; what was only shown needs none. */
export function photoReport(photo: ShownPhoto, dryRun: boolean): ReportLine[] {
  const { outcome, account, file } = photo;
  const whose = `account ${account.id} "${account.name}"`;
  const done = (text: string): ReportLine[] => [{ tone: 'done', text }];
  if (file !== undefined) {
    return dryRun
      ? [{ tone: 'note', text: `dry run: ${file} was not written` }]
      : done(`wrote the photo of ${whose} to ${file}`);
  }
  switch (outcome) {
    case undefined:
      return [];
    case 'unchanged':
      return done(photo.sha256 === null ? `${whose} has no photo` : `${whose} has that photo already`);
    case 'deleted':
      return done(`removed the photo of ${whose}`);
    default:
      return done(
        `${outcome === 'created' ? 'set' : 'replaced'} the photo of ${whose}: ${photo.mediaType}, ${fileSize(photo.bytes ?? 0)}`,
      );
  }
}
