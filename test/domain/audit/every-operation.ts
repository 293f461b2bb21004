import { fileURLToPath } from 'node:url';
import { changeNotifications } from '../../../src/domain/access/notifications.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  editAccounts,
  restoreAccounts,
} from '../../../src/domain/account/operations.ts';
import {
  cancelApprovals,
  decideApprovals,
  requestApprovals,
} from '../../../src/domain/approval/operations.ts';
import { createContacts, deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import {
  addDocuments,
  deleteDocuments,
  seeDocuments,
  takeDocument,
} from '../../../src/domain/document/operations.ts';
import { createFields, editFields } from '../../../src/domain/field/operations.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { deleteFields } from '../../../src/domain/field/removal.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { describeLinks, linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { recordLogins } from '../../../src/domain/login/operations.ts';
import { queueMails } from '../../../src/domain/mail/queue.ts';
import { resolveMails } from '../../../src/domain/mail/resolve.ts';
import { mergeContacts } from '../../../src/domain/merge/operations.ts';
import { replyToThreads, sendMessages } from '../../../src/domain/message/operations.ts';
import { addNotes, deleteNotes, editNotes } from '../../../src/domain/note/operations.ts';
import { removePhotos, setPhotos } from '../../../src/domain/photo/operations.ts';
import { declineSignatures, signSignatures } from '../../../src/domain/signature/answer.ts';
import { cancelSignatures, requestSignatures } from '../../../src/domain/signature/operations.ts';
import { orderSigners } from '../../../src/domain/signer/operations.ts';
import { changeTags } from '../../../src/domain/tag/assign.ts';
import {
  createTags,
  deleteTags,
  mergeTags,
  recolorTag,
  renameTag,
} from '../../../src/domain/tag/operations.ts';
import { account, person } from '../fixtures.ts';

const portrait = fileURLToPath(new URL('../../fixtures/portrait.png', import.meta.url));

/** A contact with an e-mail, where it is linked. */
const ada = { accountId: 1, contactId: 3 };

/** A document of account 1; its number. */
const document = async (deps: Deps): Promise<number> =>
  (await addDocuments(deps, [{ accountId: 1, file: portrait }]))[0]?.id ?? 0;

/** A request that contact 3 signs a document of account 1; its number. */
const requested = async (deps: Deps): Promise<number> => {
  await changeAccess(deps, [{ ...ada, switches: { login: true } }]);
  const [signature] = await requestSignatures(deps, [{ documentId: await document(deps) }]);
  return signature?.id ?? 0;
};
const asked = ['access updated', 'document created', 'signature created'];

/** Every operation that writes, on the book that the test makes; `again` says that a second time changes nothing. */
export const operations: Array<{
  name: string;
  work: (deps: Deps) => Promise<unknown>;
  entries: string[];
  again?: true;
}> = [
  {
    name: 'createAccounts',
    work: (deps) => createAccounts(deps, [account('New One', { tags: ['Fresh'] })], { createTags: true }),
    entries: ['contact created', 'account created', 'link created', 'tag created', 'account updated'],
  },
  {
    name: 'editAccounts',
    work: (deps) => editAccounts(deps, [{ id: 1, patch: { key: 'k', addTags: ['Gold'] } }]),
    entries: ['account updated', 'account updated'],
    again: true,
  },
  {
    name: 'archiveAccounts',
    work: (deps) => archiveAccounts(deps, [1]),
    entries: ['account archived'],
    again: true,
  },
  {
    name: 'restoreAccounts',
    work: (deps) => restoreAccounts(deps, [2]),
    entries: ['account restored'],
    again: true,
  },
  {
    name: 'deleteAccounts',
    work: (deps) => deleteAccounts(deps, [2]),
    entries: ['link deleted', 'account deleted'],
  },
  {
    name: 'createContacts',
    work: (deps) => createContacts(deps, [person('X Y')]),
    entries: ['contact created'],
  },
  {
    name: 'editContacts',
    work: (deps) => editContacts(deps, [{ id: 1, patch: { phone: '1', email: 'new@b.cd' } }]),
    entries: ['contact updated'],
    again: true,
  },
  {
    name: 'deleteContacts',
    work: (deps) => deleteContacts(deps, [3]),
    entries: ['link deleted', 'contact deleted'],
  },
  {
    name: 'mergeContacts',
    work: (deps) =>
      mergeContacts(deps, {
        keep: 1,
        drop: [3],
        take: ['first-name', 'last-name'].map((field) => ({ field, from: '1' })),
      }),
    entries: ['link deleted', 'contact updated', 'contact merged'],
  },
  {
    name: 'linkContacts',
    work: (deps) => linkContacts(deps, [{ accountId: 1, contactId: 2, description: 'x' }]),
    entries: ['link created'],
    again: true,
  },
  {
    name: 'describeLinks',
    work: (deps) => describeLinks(deps, [{ accountId: 1, contactId: 1, description: 'x' }]),
    entries: ['link updated'],
    again: true,
  },
  {
    name: 'unlinkContacts with a replacement',
    work: (deps) => unlinkContacts(deps, [{ accountId: 1, contactId: 3 }], { replaceWith: 2 }),
    entries: ['link created', 'link deleted'],
  },
  {
    name: 'changeAccess with an invitation',
    work: (deps) => changeAccess(deps, [{ ...ada, switches: { sync: true }, invite: true }]),
    entries: ['access updated', 'invitation created'],
    again: true,
  },
  {
    name: 'changeNotifications',
    work: async (deps) => {
      await changeAccess(deps, [{ ...ada, switches: { login: true, notify: true } }]);
      await changeNotifications(deps, [{ ...ada, off: ['messages'] }]);
    },
    entries: ['access updated', 'access updated'],
    again: true,
  },
  {
    name: 'orderSigners',
    work: async (deps) => {
      await changeAccess(deps, [{ ...ada, switches: { login: true } }]);
      await orderSigners(deps, 1, [3]);
    },
    entries: ['access updated', 'link updated'],
    again: true,
  },
  {
    name: 'followAddressChanges',
    work: async (deps) => {
      await changeAccess(deps, [{ ...ada, switches: { login: true } }]);
      await editContacts(deps, [{ id: 3, patch: { fields: { spouse: 'new@b.cd' } } }]);
    },
    entries: ['access updated', 'contact updated', 'access updated'],
    again: true,
  },
  {
    name: 'recordLogins',
    work: (deps) => recordLogins(deps, [ada]),
    entries: ['login created'],
  },
  {
    name: 'requestApprovals, decideApprovals and cancelApprovals',
    work: async (deps) => {
      const [first, second] = [await document(deps), await document(deps)];
      for (const documentId of [first, first]) await requestApprovals(deps, [{ documentId }]);
      const [other] = await requestApprovals(deps, [{ documentId: second }]);
      const decision = { decision: 'approved' as const, contactId: 3 };
      const approvals = await requestApprovals(deps, [{ documentId: first }]);
      for (const { id } of [...approvals, ...approvals]) {
        await decideApprovals(deps, [{ approvalId: id, ...decision }]);
      }
      for (const approvalId of [other?.id ?? 0, other?.id ?? 0])
        await cancelApprovals(deps, [{ approvalId }]);
    },
    entries: [
      'document created',
      'document created',
      'approval created',
      'approval created',
      'approval updated',
      'approval updated',
    ],
  },
  {
    name: 'requestSignatures and signSignatures',
    work: async (deps) => {
      const requestId = await requested(deps);
      for (const contactId of [3, 3]) await signSignatures(deps, [{ requestId, contactId }]);
    },
    entries: [...asked, 'signature updated'],
  },
  {
    name: 'declineSignatures',
    work: async (deps) => {
      const requestId = await requested(deps);
      for (const contactId of [3, 3]) await declineSignatures(deps, [{ requestId, contactId }]);
    },
    entries: [...asked, 'signature updated'],
  },
  {
    name: 'cancelSignatures',
    work: async (deps) => {
      const requestId = await requested(deps);
      for (const id of [requestId, requestId]) await cancelSignatures(deps, [{ requestId: id }]);
    },
    entries: [...asked, 'signature updated'],
  },
  {
    name: 'addNotes',
    work: (deps) => addNotes(deps, [{ accountId: 1, text: 'A note' }]),
    entries: ['note created'],
  },
  {
    name: 'editNotes and deleteNotes',
    work: async (deps) => {
      const [note] = await addNotes(deps, [{ accountId: 1, text: 'A note' }]);
      const id = note?.id ?? 0;
      await editNotes(deps, [{ id, text: 'Another note' }]);
      await editNotes(deps, [{ id, text: 'Another note' }]);
      await deleteNotes(deps, [id]);
    },
    entries: ['note created', 'note updated', 'note deleted'],
  },
  {
    name: 'setPhotos',
    work: (deps) => setPhotos(deps, [{ accountId: 1, file: portrait }]),
    entries: ['account updated'],
    again: true,
  },
  {
    name: 'removePhotos',
    work: async (deps) => {
      await setPhotos(deps, [{ accountId: 1, file: portrait }]);
      await removePhotos(deps, [1]);
      await removePhotos(deps, [1]);
    },
    entries: ['account updated', 'account updated'],
  },
  {
    name: 'changeTags',
    work: (deps) =>
      changeTags(deps, [{ accountId: 1, accountName: 'A', add: ['Gold'] }], { createMissing: false }),
    entries: ['account updated'],
    again: true,
  },
  {
    name: 'createTags',
    work: (deps) => createTags(deps, [{ name: 'N' }]),
    entries: ['tag created'],
    again: true,
  },
  {
    name: 'renameTag',
    work: (deps) => renameTag(deps, { tag: 'VIP', name: 'vip' }),
    entries: ['tag updated'],
    again: true,
  },
  {
    name: 'recolorTag',
    work: (deps) => recolorTag(deps, { tag: 'VIP', color: 'red' }),
    entries: ['tag updated'],
    again: true,
  },
  {
    name: 'mergeTags',
    work: (deps) => mergeTags(deps, { tag: 'VIP', into: 'Gold' }),
    entries: ['tag merged', 'account updated'],
  },
  {
    name: 'deleteTags',
    work: (deps) => deleteTags(deps, ['VIP']),
    entries: ['tag deleted', 'account updated'],
  },
  {
    name: 'resolveMails',
    work: async (deps) => {
      const ids = await queueMails(deps, [{ kind: 'password-notice', recipient: 'a@b.cd', facts: {} }]);
      await deps.trx('mails').update({ state: 'uncertain' });
      await resolveMails(deps, { own: 'test/1', hasEnded: () => false }, ids, 'sent');
    },
    entries: ['mail updated'],
  },
  {
    name: 'sendMessages, replyToThreads',
    work: async (deps) => {
      const [sent] = await sendMessages(deps, [{ accountId: 1, subject: 'S', text: 'x' }], { notify: true });
      await replyToThreads(deps, [{ threadId: sent?.thread.id ?? 0, text: 'y' }], { notify: true });
    },
    entries: ['message created', 'message created'],
  },
  {
    name: 'addDocuments, seeDocuments, takeDocument, deleteDocuments',
    work: async (deps) => {
      const uploads = [1, 2].map(() => ({ accountId: 1, file: portrait, contactId: 1 }));
      const [seen, taken] = (await addDocuments(deps, uploads)).map(({ id }) => id);
      await seeDocuments(deps, [seen ?? 0]);
      await takeDocument(deps, taken ?? 0, { file: 'taken.png', replace: true });
      for (const _ of [1, 2]) await seeDocuments(deps, [seen ?? 0, taken ?? 0]);
      await deleteDocuments(deps, [seen ?? 0]);
    },
    entries: [
      'document created',
      'document created',
      'document updated',
      'document updated',
      'document deleted',
    ],
  },
  {
    name: 'createFields',
    work: (deps) => createFields(deps, [{ scope: 'account', type: 'text', label: 'Fresh' }]),
    entries: ['field created'],
    again: true,
  },
  {
    name: 'editFields',
    work: (deps) => editFields(deps, [{ field: 'note', patch: { type: 'number', position: 2 } }]),
    entries: ['account updated', 'field updated'],
    again: true,
  },
  {
    name: 'changeOptions',
    work: (deps) => changeOptions(deps, { field: 'form', changes: { add: ['UG'], order: ['UG'] } }),
    entries: ['field updated'],
    again: true,
  },
  {
    name: 'deleteFields',
    work: (deps) => deleteFields(deps, ['note', 'spouse']),
    entries: ['account updated', 'field deleted', 'contact updated', 'field deleted'],
  },
  {
    name: 'editAccounts with values',
    work: (deps) => editAccounts(deps, [{ id: 1, patch: { fields: { note: null, form: 'AG' } } }]),
    entries: ['account updated'],
    again: true,
  },
  {
    name: 'changeFirm',
    work: (deps) => changeFirm(deps, [{ key: 'firm-name', value: 'Kanzlei' }]),
    entries: ['setting updated'],
    again: true,
  },
];
