import type { Passage } from './topic.ts';

export const referencesTopic: readonly Passage[] = [
  'Where a command wants an account, a contact, a tag or a field, any of these will do:',
  {
    terms: [
      ['account', 'its id (42), its exact name, or its external key'],
      ['contact', 'its id, one of its e-mails, its exact name, or its external key'],
      ['tag', 'its name'],
      ['field', 'its key or label; account:KEY or contact:KEY where both have it'],
    ],
  },
  'Digits alone are always an id. A prefix forces a reading:',
  {
    terms: [
      ['id:42', 'the record of this number'],
      ['name:4711', 'the record of this name'],
      ['key:4711', 'the record with this external key'],
      ['email:jan@weiss.example', 'the contact with this e-mail'],
    ],
  },
  'Names are compared without regard to case, to blanks at the ends and to how many there are between words. A reference that means ' +
    'several is an error that lists them; one that means none names what is near (exit code 3). Names with blanks stand in quotes.',
  'Commands that change records take several of them, or a list in a file, one a line (--ids-from FILE; - is standard input).',
  {
    lines: [
      'kontor account show "Weiß GmbH"',
      'kontor contact show email:jan@weiss.example',
      'kontor account list --tag VIP -o ids | kontor tag add Premium --ids-from -',
    ],
  },
];
