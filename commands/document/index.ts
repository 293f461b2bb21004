import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'add',
      summary: 'add files to an account: what the firm has for them, or what a client uploads',
      load: () => import('./add.ts').then((module) => module.add),
    },
    {
      name: 'list',
      summary: 'list the documents of an account or of all, newest first',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show what is known of a document',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'get',
      summary: 'write the content of a document to a file',
      load: () => import('./get.ts').then((module) => module.get),
    },
    {
      name: 'seen',
      summary: 'say that somebody of the firm has seen what a client uploaded',
      load: () => import('./seen.ts').then((module) => module.seen),
    },
    {
      name: 'delete',
      summary: 'delete documents with the approvals and signature requests on them',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
  ],
});
