import type { GroupEntry } from '../src/cli/define-command.ts';

/** The whole surface, in the order of the help. A noun is loaded only when it is called. */
export const groups: readonly GroupEntry[] = [
  {
    name: 'init',
    summary: "create or upgrade the database, ask or take the firm's name",
    load: () => import('./init.ts').then((module) => module.command),
  },
  {
    name: 'account',
    summary: 'the people and companies the firm works for',
    load: () => import('./account/index.ts').then((module) => module.group),
  },
  {
    name: 'contact',
    summary: 'persons, and how they are linked to accounts',
    load: () => import('./contact/index.ts').then((module) => module.group),
  },
  {
    name: 'tag',
    summary: 'coloured labels on accounts',
    load: () => import('./tag/index.ts').then((module) => module.group),
  },
  {
    name: 'field',
    summary: 'custom fields of accounts and of contacts',
    load: () => import('./field/index.ts').then((module) => module.group),
  },
  {
    name: 'invite',
    summary: 'invitations into the client portal',
    load: () => import('./invite/index.ts').then((module) => module.group),
  },
  {
    name: 'reset-password',
    summary: 'send portal users a link for a new password',
    load: () => import('./reset-password.ts').then((module) => module.command),
  },
  {
    name: 'overview',
    summary: 'everything about a client on one page',
    load: () => import('./overview.ts').then((module) => module.command),
  },
  {
    name: 'document',
    summary: 'files of clients and for clients',
    load: () => import('./document/index.ts').then((module) => module.group),
  },
  {
    name: 'message',
    summary: 'threads between the firm and its clients',
    load: () => import('./message/index.ts').then((module) => module.group),
  },
  {
    name: 'approval',
    summary: 'documents that need the approval of a client',
    load: () => import('./approval/index.ts').then((module) => module.group),
  },
  {
    name: 'signature',
    summary: 'documents that clients sign',
    load: () => import('./signature/index.ts').then((module) => module.group),
  },
  {
    name: 'note',
    summary: 'notes of the firm about an account',
    load: () => import('./note/index.ts').then((module) => module.group),
  },
  {
    name: 'login',
    summary: 'who of a client logged in to the portal, and when',
    load: () => import('./login/index.ts').then((module) => module.group),
  },
  {
    name: 'portal',
    summary: "the client's side of the portal: for tests, fixtures and portals to build on",
    load: () => import('./portal/index.ts').then((module) => module.group),
  },
  {
    name: 'mail',
    summary: 'the outbox: what waits, what went out, what needs a look',
    load: () => import('./mail/index.ts').then((module) => module.group),
  },
  {
    name: 'search',
    summary: 'find accounts by part of a name, an e-mail, a number or a key',
    load: () => import('./search.ts').then((module) => module.command),
  },
  {
    name: 'import',
    summary: 'load a client list',
    load: () => import('./import/index.ts').then((module) => module.group),
  },
  {
    name: 'export',
    summary: 'write clients to a file that can be imported again',
    load: () => import('./export/index.ts').then((module) => module.group),
  },
  {
    name: 'seed',
    summary: 'made-up firms for tests and demonstrations',
    load: () => import('./seed/index.ts').then((module) => module.group),
  },
  {
    name: 'batch',
    summary: 'run many commands: one a line, one process, one answer a line',
    load: () => import('./batch.ts').then((module) => module.command),
  },
  {
    name: 'audit',
    summary: 'the record of changes',
    load: () => import('./audit/index.ts').then((module) => module.group),
  },
  {
    name: 'db',
    summary: 'migrate the database and see its state',
    load: () => import('./db/index.ts').then((module) => module.group),
  },
  {
    name: 'config',
    summary: 'settings of the program and of the firm',
    load: () => import('./config/index.ts').then((module) => module.group),
  },
  {
    name: 'doctor',
    summary: 'examine the machine, the configuration and the database',
    load: () => import('./doctor.ts').then((module) => module.command),
  },
  {
    name: 'completion',
    summary: 'completion of command lines in bash, zsh and fish',
    load: () => import('./completion/index.ts').then((module) => module.group),
  },
];
