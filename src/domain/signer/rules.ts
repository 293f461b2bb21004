import { type KontorError, refusedError, usageError } from '../../errors.ts';
import type { LinkRow } from '../link/repository.ts';
import { compareNames } from '../text/collation.ts';
import type { Signer } from './model.ts';

/** The order of those who may sign (L4): ranked ones first, the rest in alphabetical order. */
export const inSigningOrder = (links: readonly LinkRow[]): Signer[] =>
  [...links]
    .sort(
      (a, b) =>
        (a.signerRank ?? Number.MAX_SAFE_INTEGER) - (b.signerRank ?? Number.MAX_SAFE_INTEGER) ||
        compareNames(a.contactName, b.contactName) ||
        a.contactId - b.contactId,
    )
    .map((link, index) => ({
      position: index + 1,
      contact: { id: link.contactId, name: link.contactName },
      signerRank: link.signerRank,
      description: link.description,
    }));

/** A link and the rank that it is to have. */
export interface Ranking {
  link: LinkRow;
  signerRank: number | null;
}

/** The ranks of an account's links when only some may keep theirs: the gaps are closed (L4). */
export function closedRanks(links: readonly LinkRow[], maySign: (link: LinkRow) => boolean): Ranking[] {
  let next = 1;
  return [...links]
    .filter(({ signerRank }) => signerRank !== null)
    .sort((a, b) => (a.signerRank ?? 0) - (b.signerRank ?? 0))
    .map((link) => ({ link, signerRank: maySign(link) ? next++ : null }));
}

/** The refusal of a signer without login in the account (L4). */
export const withoutLogin = ({ accountId, accountName, contactId, contactName }: LinkRow): KontorError =>
  refusedError(
    'SIGNER_WITHOUT_LOGIN',
    `Contact ${contactId} "${contactName}" has no login in account ${accountId} "${accountName}"; only those with login can sign.`,
    {
      hint: `kontor contact access ${contactId} ${accountId} --login on`,
      details: { accountId, contactId },
    },
  );

/** The refusal of signers of whom one is named twice. */
export const signerTwice = ({ contactId, contactName }: LinkRow): KontorError =>
  usageError('SIGNER_TWICE', `Contact ${contactId} "${contactName}" is named twice among the signers.`, {
    hint: 'Name each signer once.',
    details: { contactId },
  });
