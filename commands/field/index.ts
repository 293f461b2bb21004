import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'create',
      summary: 'create a custom field of accounts or of contacts',
      load: () => import('./create.ts').then((module) => module.create),
    },
    {
      name: 'list',
      summary: 'list custom fields with the number of records that have a value',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show a custom field with its options',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'edit',
      summary: 'change label, place or type of a custom field',
      load: () => import('./edit.ts').then((module) => module.edit),
    },
    {
      name: 'option',
      summary: 'add, rename, remove and order the options of a dropdown',
      load: () => import('./option.ts').then((module) => module.option),
    },
    {
      name: 'delete',
      summary: 'delete custom fields with their values',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
  ],
});
