import { showAccount } from '../account/record.ts';
import { approvalSection } from '../approval/section.ts';
import { type Deps, timestamp } from '../deps.ts';
import { documentSection } from '../document/section.ts';
import { loginSection } from '../login/section.ts';
import { threadSection } from '../message/section.ts';
import { noteSection } from '../note/section.ts';
import { signatureSection } from '../signature/section.ts';
import { activityOf } from './activity.ts';
import { type Overview, type OverviewQuery, type SectionName, type Sections, sectionNames } from './model.ts';

type Reader<Name extends SectionName> = (
  deps: Deps,
  accountId: number,
  limit: number | undefined,
) => Promise<Sections[Name]>;

const readers: { [Name in SectionName]: Reader<Name> } = {
  documents: documentSection,
  messages: threadSection,
  approvals: approvalSection,
  signatures: signatureSection,
  logins: loginSection,
  notes: noteSection,
};

/** How many entries of a section are read unless all are asked for. */
const newest = 5;

/** The overview of an account that exists (O1): the newest entries of each section and their number in all. */
export async function overviewOf(
  deps: Deps,
  accountId: number,
  { sections, all }: OverviewQuery,
): Promise<Overview> {
  const account = await showAccount(deps, accountId);
  const read: Partial<Sections> = {};
  for (const name of sectionNames) {
    if (sections.includes(name)) {
      Object.assign(read, {
        [name]: await readers[name](deps, accountId, all.includes(name) ? undefined : newest),
      });
    }
  }
  const activity = await activityOf(deps, accountId, sections);
  return { account, ...read, all, asOf: timestamp(deps), activity };
}
