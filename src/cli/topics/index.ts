import type { HelpTopic } from './topic.ts';

/** What `kontor help TOPIC` knows beside the commands, in the order of the help. */
export const helpTopics: readonly HelpTopic[] = [
  {
    name: 'exit-codes',
    summary: 'how a run ends, for scripts',
    load: () => import('./exit-codes.ts').then((module) => module.exitCodesTopic),
  },
  {
    name: 'output',
    summary: 'formats, fields, and where what is printed',
    load: () => import('./output.ts').then((module) => module.outputTopic),
  },
  {
    name: 'references',
    summary: 'how accounts, contacts, tags and fields are named',
    load: () => import('./references.ts').then((module) => module.referencesTopic),
  },
  {
    name: 'filter',
    summary: 'the language of --where, which chooses accounts and contacts',
    load: async () => [{ text: (await import('../../domain/filter/help.ts')).filterHelp() }],
  },
  {
    name: 'import',
    summary: 'which lists are read, and what becomes of their rows',
    load: () => import('./import.ts').then((module) => module.importTopic),
  },
  {
    name: 'environment',
    summary: 'variables, the configuration file, and what wins',
    load: () => import('./environment.ts').then((module) => module.environmentTopic),
  },
];
