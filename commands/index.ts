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
];
