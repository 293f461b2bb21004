import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'create',
      summary: 'create an account with its contacts, in one step',
      load: () => import('./create.ts').then((module) => module.create),
    },
    {
      name: 'edit',
      summary: 'change accounts',
      load: () => import('./edit.ts').then((module) => module.edit),
    },
    {
      name: 'list',
      summary: 'list accounts, in alphabetical order',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show an account with its contacts',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'archive',
      summary: 'archive accounts: kept and readable, but out of use',
      load: () => import('./archive.ts').then((module) => module.archive),
    },
    {
      name: 'restore',
      summary: 'bring archived accounts back into use',
      load: () => import('./restore.ts').then((module) => module.restore),
    },
    {
      name: 'delete',
      summary: 'delete archived accounts for good; their contacts stay',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
    {
      name: 'exists',
      summary: 'say by the exit code whether an account exists (0 yes, 3 no)',
      load: () => import('./exists.ts').then((module) => module.exists),
    },
    {
      name: 'photo',
      summary: 'set, show, export or remove the photo of an account',
      load: () => import('./photo.ts').then((module) => module.photo),
    },
    {
      name: 'signers',
      summary: 'show or set the order in which contacts sign',
      load: () => import('./signers.ts').then((module) => module.signers),
    },
  ],
});
