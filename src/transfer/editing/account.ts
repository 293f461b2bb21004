import type { Account } from '../../domain/account/model.ts';
import { type AccountPatch, accountPatch } from '../../domain/account/schema.ts';
import type { Deps } from '../../domain/deps.ts';
import { knownFields } from '../../domain/field/references.ts';
import { listTags } from '../../domain/tag/operations.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { addressEntries, fieldEntries } from './entries.ts';
import { checkedPatch, type OpenedRecord, opened } from './opened.ts';

const mostTags = 40;

/** An account as a text to be changed, and what the changed text asks for (A8, F2, G1). */
export async function openAccount(deps: Deps, account: Account): Promise<OpenedRecord<AccountPatch>> {
  const fields = await knownFields(deps, 'account');
  const tags = (await listTags(deps)).map(({ name }) => name);
  const known = [...tags.slice(0, mostTags), ...(tags.length > mostTags ? ['…'] : [])].join(', ');
  return opened(
    `Account ${account.id} "${account.name}"`,
    [
      { key: 'name', value: account.name, isNeeded: true },
      { key: 'type', value: account.type, isNeeded: true, comments: ['individual or company'] },
      { key: 'companyName', value: account.companyName ?? '', comments: ['of a company:'] },
      { key: 'companyAddress', value: addressEntries(account.companyAddress) },
      { key: 'key', value: account.key ?? '', comments: ['what other systems call this account'] },
      {
        key: 'tags',
        value: account.tags,
        comments: [`one a line, each behind a -${known === '' ? '' : `; there are: ${known}`}`],
      },
      ...(fields.length === 0 ? [] : [{ key: 'fields', value: fieldEntries(fields, account.fields) }]),
    ],
    ({ tags: wanted, ...changed }, edited) =>
      checkedPatch(accountPatch, { ...changed, ...retagged(account.tags, wanted) }, edited, {
        addTags: 'tags',
        removeTags: 'tags',
      }),
  );
}

function retagged(before: readonly string[], wanted: unknown): Record<string, string[]> {
  if (wanted === undefined) return {};
  const after = Array.isArray(wanted) ? (wanted as string[]) : [];
  const without = (names: readonly string[], others: readonly string[]) =>
    names.filter((name) => !others.some((other) => comparisonKey(other) === comparisonKey(name)));
  return { addTags: without(after, before), removeTags: without(before, after) };
}
