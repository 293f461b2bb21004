import type { Alternative, Suggestion } from '../src/cli/define-command.ts';
import type { Deps } from '../src/domain/deps.ts';
import type { FoundRecord } from '../src/domain/search/found.ts';
import { tagName } from '../src/domain/tag/schema.ts';
import { comparisonKey } from '../src/domain/text/comparison.ts';
import { fold } from '../src/domain/text/folding.ts';

// What looks for something is loaded when somebody types: most runs of these commands ask nothing.

/** One more than is listed, so that it can be said that there are more. */
const limit = 51;

const suggested =
  (name: string) =>
  ({ id, name: label, about }: FoundRecord): Suggestion => ({
    label,
    aside: about,
    gives: { [name]: `id:${id}` },
  });

/** Looks for accounts while somebody types; `name` is the option or argument that one of them answers. */
export const accountsFor = (name: string) => async (deps: Deps, text: string) => {
  const { findAccounts } = await import('../src/domain/search/found.ts');
  return (await findAccounts(deps, text, { limit })).map(suggested(name));
};

/** Looks for contacts in the same way. */
export const contactsFor = (name: string) => async (deps: Deps, text: string) => {
  const { findContacts } = await import('../src/domain/search/found.ts');
  return (await findContacts(deps, text, { limit })).map(suggested(name));
};

/** Looks for e-mails of contacts. */
export const emailsFor = (name: string) => async (deps: Deps, text: string) => {
  const { findEmails } = await import('../src/domain/invitation/found.ts');
  return (await findEmails(deps, text, { limit })).map(
    ({ address, about }): Suggestion => ({ label: address, aside: about, gives: { [name]: address } }),
  );
};

/** Looks for tags; what is none yet is offered as a new one, with the leave to make it (G1). */
export async function tagsFor(deps: Deps, text: string): Promise<Suggestion[]> {
  const { listTags } = await import('../src/domain/tag/operations.ts');
  const tags = await listTags(deps);
  const word = fold(text);
  const found = tags
    .filter(({ name }) => fold(name).includes(word))
    .map(
      ({ name, accounts }): Suggestion => ({
        label: name,
        aside: accounts === 1 ? '1 account' : `${accounts} accounts`,
        gives: { tag: name },
      }),
    );
  const isKnown = tags.some(({ name }) => comparisonKey(name) === comparisonKey(text));
  return isKnown || !tagName.safeParse(text).success
    ? found
    : [...found, { label: text, aside: 'a new tag', gives: { tag: text, createTags: true } }];
}

/** The switches of e-mails in an account (T1), as answers to one question. */
export const accessAlternatives: readonly Alternative[] = [
  { label: 'login: may enter the portal', gives: { login: 'on' } },
  { label: 'notify: is told of documents, messages …', gives: { notify: 'on' } },
  { label: 'sync: e-mails are synchronised', gives: { sync: 'on' } },
  { label: 'invite: is sent an invitation (with login)', gives: { invite: true } },
];
