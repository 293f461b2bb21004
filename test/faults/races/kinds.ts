/** An account with two contacts of one name, of which the first has an e-mail. */
export interface Couple {
  /** From 1. */
  readonly number: number;
  readonly account: number;
  readonly first: number;
  readonly second: number;
  readonly email: string;
}

export interface Command {
  readonly argv: readonly string[];
  /** The file that it reads, in the working folder: what came by a pipe could not be read again after a race that was lost. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** How a command may end: done, or with the code of a refusal. */
export type End = 'done' | string;

/** A kind of race: two commands about one account, and how the two may end together; everything else is a loss. */
export interface RaceKind {
  readonly what: string;
  /** The account begins with the first contact alone. */
  readonly isSingle?: boolean;
  readonly commands: (couple: Couple) => readonly [Command, Command];
  readonly endings: ReadonlyArray<readonly [End, End]>;
}

const command = (...argv: Array<string | number>): Command => ({ argv: [...argv.map(String), '--json'] });
const unlink = (contact: number, account: number) => command('contact', 'unlink', contact, account);
const remove = (contact: number) => command('contact', 'delete', contact, '--yes');
const merge = (keep: number, drop: number) => command('contact', 'merge', keep, drop, '--yes');
const load = (name: string, text: string): Command => ({
  ...command('import', name),
  file: { name, text },
});

/** L2, C5: an account always has a contact, whoever comes first; and who comes second is told why not. */
export const raceKinds: readonly RaceKind[] = [
  {
    what: 'unlink and unlink of the last two',
    commands: ({ account, first, second }) => [unlink(first, account), unlink(second, account)],
    endings: [
      ['done', 'LAST_CONTACT'],
      ['LAST_CONTACT', 'done'],
    ],
  },
  {
    what: 'unlink and delete',
    commands: ({ account, first, second }) => [unlink(first, account), remove(second)],
    endings: [
      ['done', 'LAST_CONTACT_OF_ACCOUNTS'],
      ['LAST_CONTACT', 'done'],
    ],
  },
  {
    what: 'delete and delete',
    commands: ({ first, second }) => [remove(first), remove(second)],
    endings: [
      ['done', 'LAST_CONTACT_OF_ACCOUNTS'],
      ['LAST_CONTACT_OF_ACCOUNTS', 'done'],
    ],
  },
  {
    what: 'unlink of one that is merged into the other',
    commands: ({ account, first, second }) => [unlink(first, account), merge(second, first)],
    endings: [
      ['done', 'done'],
      ['NOT_LINKED', 'done'],
      ['CONTACT_NOT_FOUND', 'done'],
    ],
  },
  {
    what: 'unlink of one that the other is merged into',
    commands: ({ account, first, second }) => [unlink(first, account), merge(first, second)],
    endings: [
      ['done', 'done'],
      ['LAST_CONTACT', 'done'],
    ],
  },
  {
    what: 'delete and merge',
    commands: ({ first, second }) => [remove(first), merge(first, second)],
    endings: [
      ['done', 'CONTACT_NOT_FOUND'],
      ['LAST_CONTACT_OF_ACCOUNTS', 'done'],
    ],
  },
  {
    what: 'unlink of the only one, and an import that adds another',
    isSingle: true,
    commands: ({ account, first, number }) => [
      unlink(first, account),
      load(`${number}.csv`, `account.key,First name,Last name\nk-${number},New,Person ${number}\n`),
    ],
    endings: [
      ['done', 'done'],
      ['LAST_CONTACT', 'done'],
    ],
  },
  {
    what: 'delete of one, and an import that makes it an account',
    commands: ({ first, email, number }) => [
      remove(first),
      load(
        `${number}.csv`,
        `account.key,account.name,E-mail,Last name\nnew-${number},New ${number},${email},Race ${number}\n`,
      ),
    ],
    endings: [
      ['done', 'done'],
      ['LAST_CONTACT_OF_ACCOUNTS', 'done'],
    ],
  },
  {
    what: 'two that replace the only one',
    isSingle: true,
    commands: ({ account, first, second }) => [
      command('contact', 'unlink', first, account, '--replace-with', second),
      command('contact', 'unlink', first, account, '--replace-with', second),
    ],
    endings: [
      ['done', 'NOT_LINKED'],
      ['NOT_LINKED', 'done'],
    ],
  },
  {
    what: 'two edits of one version',
    commands: ({ account, number }) => [
      command('account', 'edit', account, '--name', `Left ${number}`, '--if-version', 1),
      command('account', 'edit', account, '--name', `Right ${number}`, '--if-version', 1),
    ],
    endings: [
      ['done', 'VERSION_CONFLICT'],
      ['VERSION_CONFLICT', 'done'],
    ],
  },
];
