import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'create',
      summary: 'create a contact',
      load: () => import('./create.ts').then((module) => module.create),
    },
    {
      name: 'edit',
      summary: 'change a contact',
      load: () => import('./edit.ts').then((module) => module.edit),
    },
    {
      name: 'list',
      summary: 'list contacts, in alphabetical order',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show a contact with its accounts',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'delete',
      summary: 'delete contacts for good, with their links',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
    {
      name: 'erase',
      summary: 'erase people for good, also from the record of changes',
      load: () => import('./erase.ts').then((module) => module.erase),
    },
    {
      name: 'exists',
      summary: 'say by the exit code whether a contact exists (0 yes, 3 no)',
      load: () => import('./exists.ts').then((module) => module.exists),
    },
    {
      name: 'link',
      summary: 'link a contact to accounts',
      load: () => import('./link.ts').then((module) => module.link),
    },
    {
      name: 'unlink',
      summary: 'take a contact out of accounts',
      load: () => import('./unlink.ts').then((module) => module.unlink),
    },
    {
      name: 'describe',
      summary: 'say what a contact is in an account',
      load: () => import('./describe.ts').then((module) => module.describe),
    },
    {
      name: 'access',
      summary: 'switch login, notify and sync of e-mails in accounts',
      load: () => import('./access.ts').then((module) => module.access),
    },
    {
      name: 'notifications',
      summary: 'choose what e-mails are notified about',
      load: () => import('./notifications.ts').then((module) => module.notifications),
    },
    {
      name: 'merge',
      summary: 'make one contact of several',
      load: () => import('./merge.ts').then((module) => module.merge),
    },
    {
      name: 'duplicates',
      summary: 'find contacts that may be one person',
      load: () => import('./duplicates.ts').then((module) => module.duplicates),
    },
  ],
});
