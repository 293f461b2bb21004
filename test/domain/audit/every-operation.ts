import { changeNotifications } from '../../../src/domain/access/notifications.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  editAccounts,
  restoreAccounts,
} from '../../../src/domain/account/operations.ts';
import { createContacts, deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createFields, editFields } from '../../../src/domain/field/operations.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { deleteFields } from '../../../src/domain/field/removal.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { describeLinks, linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { queueMails } from '../../../src/domain/mail/queue.ts';
import { resolveMails } from '../../../src/domain/mail/resolve.ts';
import { replyToThreads, sendMessages } from '../../../src/domain/message/operations.ts';
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

/** A contact with an e-mail, where it is linked. */
const ada = { accountId: 1, contactId: 3 };

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
