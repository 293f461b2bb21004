import { beforeEach, describe, expect, it } from 'vitest';
import { fillBook } from '../commands/book.ts';
import { words } from '../commands/words.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const address = {
  street: 'Hauptstr. 1',
  street2: null,
  postalCode: '10115',
  city: 'Berlin',
  region: null,
  country: 'DE',
};
const account = {
  id: 2,
  name: 'Weiß GmbH',
  type: 'company',
  companyName: 'Weiß GmbH',
  companyAddress: address,
  key: 'crm-2',
  tags: ['Monthly', 'VIP'],
  photo: null,
  archivedAt: null,
  createdAt: time,
  updatedAt: time,
};
const links = [
  {
    contact: { id: 1, name: 'Erika Müller' },
    description: 'Tax adviser',
    signerRank: null,
    emails: [{ address: 'erika@mueller.example', source: 'primary' }],
  },
  {
    contact: { id: 2, name: 'Jan Weiß' },
    description: null,
    signerRank: null,
    emails: [{ address: 'jan@weiss.example', source: 'primary' }],
  },
];
const contact = {
  id: 1,
  name: 'Erika Müller',
  firstName: 'Erika',
  middleName: null,
  lastName: 'Müller',
  companyName: null,
  email: 'erika@mueller.example',
  phone: null,
  address: null,
  notes: null,
  key: 'p-1',
  createdAt: time,
  updatedAt: time,
  accounts: [
    { id: 1, name: 'Erika Müller', description: null },
    { id: 2, name: 'Weiß GmbH', description: 'Tax adviser' },
  ],
};
const outcome = { outcome: expect.stringMatching(/^(created|updated|unchanged)$/), warnings: [] };

describe('shapes that scripts rely on, key by key', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const json = async (line: string) => (await db().run(...words(line), '--json')).json();

    it('account: with contacts in show, create and edit, without them in lists', async () => {
      expect(await json('account show 2')).toEqual({ ...account, contacts: links });
      expect((await json('account list --type company'))[0]).toEqual(account);
      expect(await json('search "weiss gmbh"')).toEqual([account]);
      const edited = await json('account edit 2 --remove-tag Unused');
      expect(edited.results[0].account).toEqual({ ...account, contacts: links });
      const { contacts, ...created } = await json('account create --contact 1 --name New');
      expect(created).toEqual({
        ...account,
        ...outcome,
        id: 4,
        name: 'New',
        type: 'individual',
        companyName: null,
        companyAddress: null,
        key: null,
        tags: [],
      });
      expect(contacts).toEqual([{ ...links[0], description: null }]);
      expect((await json('account show 3')).archivedAt).toEqual(time);
    });

    it('contact: everywhere with its accounts', async () => {
      expect(await json('contact show 1')).toEqual(contact);
      expect((await json('contact list'))[0]).toEqual(contact);
      expect(await json('contact edit 1 --key p-1')).toEqual({ ...contact, outcome: 'unchanged' });
      expect(await json('contact create --last-name Berg --city Bonn')).toEqual({
        ...Object.fromEntries(Object.keys(contact).map((key) => [key, null])),
        ...outcome,
        id: 4,
        name: 'Berg',
        lastName: 'Berg',
        address: { street: null, street2: null, postalCode: null, city: 'Bonn', region: null, country: null },
        createdAt: time,
        updatedAt: time,
        accounts: [],
      });
    });

    it('tag', async () => {
      expect((await json('tag list'))[2]).toEqual({ id: 1, name: 'VIP', color: 'red', accounts: 2 });
    });

    it('batches: results with one of the five words, and a summary that counts them', async () => {
      expect(await json('account archive 1 3')).toEqual({
        results: [
          { outcome: 'updated', id: 1, name: 'Erika Müller', warnings: [] },
          { outcome: 'unchanged', id: 3, name: 'Nachlass Ernst', warnings: [] },
        ],
        summary: { total: 2, updated: 1, unchanged: 1 },
      });
      expect(await json('contact link 3 1')).toEqual({
        results: [
          {
            outcome: 'created',
            id: 3,
            name: 'Petra Özdemir',
            account: { id: 1, name: 'Erika Müller' },
            description: null,
            warnings: [],
          },
        ],
        summary: { total: 1, created: 1 },
      });
    });
  });
});
