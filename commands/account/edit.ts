import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { AccountWithContacts } from '../../src/domain/account/model.ts';
import { editAccounts } from '../../src/domain/account/operations.ts';
import { showAccount, showAccounts } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { accountPatch } from '../../src/domain/account/schema.ts';
import { batchOf, type Outcome } from '../../src/domain/outcome.ts';
import { usageError } from '../../src/errors.ts';
import { agreedTo, askAboutChosen, chosenAccounts, isFiltered } from '../chosen-accounts.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';
import { givenVersion, versionOption } from '../version-option.ts';
import { accountOptions, givenAccount, severalAccounts, severalAccountsInput } from './options.ts';

/** What became of an account, with its record as it is now. */
interface EditedAccount extends Outcome {
  account: AccountWithContacts;
}

export const edit = defineCommand({
  description:
    'What is not named stays as it is; an empty value ("") clears. An individual becomes a company with --type company ' +
    'and back again; the company data is kept meanwhile. With --where every account that the filter lets through is changed: ' +
    'when that are several, it is said how many and which, and asked before; --yes answers. --editor opens one account as ' +
    'YAML in your editor (VISUAL, EDITOR, else vi), shows what is different, and asks before it is saved.',
  examples: [
    'kontor account edit 1 --name "Müller Holding GmbH" --type company --city Potsdam --if-version 3',
    'kontor account edit 1 2 --add-tag VIP --create-tags --remove-tag Monthly',
    'kontor account edit key:crm-0042 --key crm-0043 --set tax-number=12/345/67890 --unset "Legal form"',
    'kontor account edit --where "type=company and not tag=VIP" --add-tag Monthly --yes',
  ],
  arguments: severalAccounts.arguments,
  options: [
    ...accountOptions,
    { flags: '--add-tag <name>', summary: 'put a tag on', repeatable: true },
    { flags: '--remove-tag <name>', summary: 'take a tag off', repeatable: true },
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
    versionOption,
    { flags: '--editor', summary: 'change the account in your editor (on a terminal)' },
    ...severalAccounts.options,
  ],
  database: 'write',
  collect: (raw) => ({
    account: raw.args.account,
    idsFrom: raw.options.idsFrom,
    where: raw.options.where,
    createTags: raw.options.createTags,
    ifVersion: raw.options.ifVersion,
    editor: raw.options.editor,
    patch: {
      ...givenAccount(raw),
      addTags: raw.options.addTag,
      removeTags: raw.options.removeTag,
    },
  }),
  input: z
    .strictObject({
      ...severalAccountsInput,
      createTags: z.boolean().optional(),
      ifVersion: givenVersion,
      editor: z.boolean().optional(),
      patch: accountPatch,
    })
    .refine(
      ({ patch, editor }) => editor === true || Object.values(patch).some((value) => value !== undefined),
      'nothing to change: name what is to be different, as in --name "…" or --add-tag VIP',
    )
    .refine(
      ({ editor, account, idsFrom, where, patch }) =>
        editor !== true ||
        (account.length === 1 &&
          idsFrom === undefined &&
          where === undefined &&
          Object.values(patch).every((value) => value === undefined)),
      '--editor takes one account, and no other changes',
    ),
  editing: {
    asked: ({ editor }) => editor === true,
    question: 'Save these changes?',
    open: async (deps, input) => {
      const [reference = ''] = input.account;
      const account = await showAccount(deps, await resolveAccount(deps, reference));
      const { openAccount } = await import('../../src/transfer/editing/account.ts');
      const { text, read } = await openAccount(deps, account);
      return {
        text,
        read: (edited) => {
          const { patch, differences } = read(edited);
          const { id, version: ifVersion } = account;
          return { input: { ...input, account: [`id:${id}`], patch, ifVersion }, changes: differences };
        },
      };
    },
  },
  run: async (session, { account, patch, createTags, ifVersion, ...choice }) => {
    const { deps } = session;
    const ids = await chosenAccounts(session, { references: account, ...choice });
    if (ids.length > 1 && (patch.name !== undefined || patch.key != null || ifVersion !== undefined)) {
      throw usageError(
        'ONE_ACCOUNT_ONLY',
        'A name, a key and a version belong to one account; several are named.',
      );
    }
    const outcomes = await editAccounts(
      deps,
      ids.map((id) => ({ id, patch, ifVersion })),
      { createTags },
    );
    const accounts = await showAccounts(deps, ids);
    return batchOf(
      outcomes.flatMap((outcome, index): EditedAccount[] => {
        const record = accounts[index];
        return record === undefined ? [] : [{ ...outcome, account: record }];
      }),
    );
  },
  confirm: ({ results }, input) => askAboutChosen('Change', results, input),
  mayNeedConsent: isFiltered,
  agreed: agreedTo,
  view: {
    kind: 'batch',
    fields: [
      ...outcomeFields<EditedAccount>(),
      { key: 'account', heading: 'Account', text: ({ account }) => account.name },
    ],
    id: ({ id }) => id,
  },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `changed account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is like that already`,
    }),
});
