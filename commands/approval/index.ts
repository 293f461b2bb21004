import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'request',
      summary: 'ask a client to approve documents',
      load: () => import('./request.ts').then((module) => module.request),
    },
    {
      name: 'decide',
      summary: 'record what a client decided about a document',
      load: () => import('./decide.ts').then((module) => module.decide),
    },
    {
      name: 'list',
      summary: 'list approvals, the latest requests first',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'cancel',
      summary: 'withdraw requests for approval',
      load: () => import('./cancel.ts').then((module) => module.cancel),
    },
  ],
});
