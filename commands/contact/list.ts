import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listContacts } from '../../src/domain/contact/list.ts';
import { contactSorts } from '../../src/domain/contact/model.ts';
import { contactFilterInput, contactFilterOptions, contactFiltersOf } from '../contact-filters.ts';
import { fieldSortName, sortOrFieldInput } from '../field-options.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { contactFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor contact list --limit 20',
    'kontor contact list --where "email~mueller and phone is set"',
    'kontor contact list --unlinked -o csv',
    'kontor contact list --has-field spouse-email --sort field:spouse-email',
  ],
  options: [...contactFilterOptions, ...listOptions([...contactSorts, fieldSortName])],
  database: 'read',
  input: z.object({ ...contactFilterInput, sort: sortOrFieldInput(contactSorts), ...listInput }),
  run: async ({ deps }, { sort, ...others }) =>
    listContacts(deps, { ...(await contactFiltersOf(deps, others)), ...sort, ...pagingOf(others) }),
  view: { kind: 'list', fields: contactFields, id: ({ id }) => id, empty: 'No contacts.' },
});
