import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'request',
      summary: 'ask the signers of a client to sign a document',
      load: () => import('./request.ts').then((module) => module.request),
    },
    {
      name: 'sign',
      summary: 'record that a signer signed',
      load: () => import('./sign.ts').then((module) => module.sign),
    },
    {
      name: 'decline',
      summary: 'record that a signer will not sign, which ends the request',
      load: () => import('./decline.ts').then((module) => module.decline),
    },
    {
      name: 'list',
      summary: 'list signature requests, the latest first, with who has still to sign',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'cancel',
      summary: 'withdraw signature requests',
      load: () => import('./cancel.ts').then((module) => module.cancel),
    },
  ],
});
