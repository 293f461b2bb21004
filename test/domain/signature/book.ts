import {
  type DecliningInput,
  declineSignatures,
  signSignatures,
} from '../../../src/domain/signature/answer.ts';
import { listSignatures } from '../../../src/domain/signature/list.ts';
import type { SignatureQuery } from '../../../src/domain/signature/model.ts';
import {
  cancelSignatures,
  requestSignatures,
  type WantedSignatures,
} from '../../../src/domain/signature/operations.ts';
import { signatureSection } from '../../../src/domain/signature/section.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { collect } from '../fixtures.ts';

/** What tests do with signature requests, each step in a transaction of its own. */
export const requestBook = (db: () => TestDatabase) => {
  const section = (accountId: number, limit?: number) =>
    db().read((deps) => signatureSection(deps, accountId, limit));
  return {
    request: (documentId: number, more: Partial<WantedSignatures> = {}, notify?: boolean) =>
      db().write((deps) =>
        requestSignatures(deps, [{ documentId, ...more }], notify === undefined ? {} : { notify }),
      ),
    sign: (requestId: number, contactId: number, at?: string) =>
      db().write((deps) => signSignatures(deps, [{ requestId, contactId, at }])),
    decline: (requestId: number, contactId: number, more: Partial<DecliningInput> = {}) =>
      db().write((deps) => declineSignatures(deps, [{ requestId, contactId, ...more }])),
    cancel: (...ids: number[]) =>
      db().write((deps) =>
        cancelSignatures(
          deps,
          ids.map((requestId) => ({ requestId })),
        ),
      ),
    section,
    listed: (query: SignatureQuery) =>
      db().read(async (deps) => {
        const { rows, total } = listSignatures(deps, query);
        return { ids: (await collect(rows)).map(({ id }) => id), total: await total() };
      }),
    /** The signers of a request of account 2, in their order. */
    names: async (id: number) =>
      (await section(2)).items.find((item) => item.id === id)?.signers.map(({ name }) => name),
  };
};
