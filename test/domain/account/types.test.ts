import { describe, expect, it } from 'vitest';
import { createAccounts, editAccounts } from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { type AccountPatch, accountPatch, newAccount } from '../../../src/domain/account/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create, found } from '../fixtures.ts';

const messages = (input: unknown) => newAccount.safeParse(input).error?.issues.map(({ message }) => message);
const contacts = [{ create: { lastName: 'Weiß' } }];
const address = {
  street: 'Hauptstr. 1',
  street2: 'Hinterhaus',
  postalCode: '10115',
  city: 'Berlin',
  region: 'BE',
  country: 'DE',
};

describe('types of accounts: what may be given', () => {
  it('A1: a third type is refused, naming the two', () => {
    expect(messages({ type: 'trust', contacts })).toEqual([
      'the type "trust" is not allowed; it must be individual or company',
    ]);
    expect(messages({ type: 'individual', contacts })).toBeUndefined();
  });

  it('A2: a company needs a company name, or at least a name', () => {
    expect(messages({ type: 'company', contacts })).toEqual(['a company needs a company name']);
    expect(messages({ type: 'company', companyName: ' ', contacts })).toBeDefined();
    expect(messages({ type: 'company', name: 'Weiß GmbH', contacts })).toBeUndefined();
  });

  it('A5: control characters in a name are refused, for new and for changed ones', () => {
    expect(messages({ name: 'a\u0007b', contacts })).toEqual([
      'the account name must not contain control characters',
    ]);
    expect(accountPatch.safeParse({ name: 'a\nb' }).success).toBe(false);
    expect(accountPatch.safeParse({ name: ' ' }).success).toBe(false);
  });

  it('A7: an account without a contact is refused, and a contact that is named twice over', () => {
    expect(messages({ contacts: [] })).toEqual(['an account needs at least one contact']);
    expect(messages({ contacts: [{ id: 1, reference: 'x' }] })).toHaveLength(1);
    expect(messages({ contacts: [{ description: 'x' }] })).toHaveLength(1);
  });

  it('A11: an external key is printable text of up to 200 characters', () => {
    expect(messages({ key: 'ä/б 42'.padEnd(200, 'x'), contacts })).toBeUndefined();
    for (const key of ['', 'x'.repeat(201), 'a\tb']) expect(messages({ key, contacts })).toHaveLength(1);
  });
});

describe('types of accounts', () => {
  onEachDatabase((db) => {
    const edit = (patch: AccountPatch) => db().write((deps) => editAccounts(deps, [{ id: 1, patch }]));
    const shown = () => db().read((deps) => showAccount(deps, 1));

    it('A1, A2: an account is a company where its company name is given, else an individual', async () => {
      await create(db(), account('Erika Müller', { companyName: 'Müller GmbH', companyAddress: address }));
      await create(db(), account('Jan Weiß'));
      expect(await shown()).toMatchObject({
        type: 'company',
        companyName: 'Müller GmbH',
        companyAddress: address,
      });
      expect(await db().read((deps) => showAccount(deps, 2))).toMatchObject({
        type: 'individual',
        companyName: null,
        companyAddress: null,
      });
    });

    it('A5: characters that folder names cannot have draw a warning, once each', async () => {
      const [made] = await create(db(), account('Erika Müller', { name: 'A/B: "C" | <D>?*\\' }));
      expect(made?.warnings).toEqual([
        'the name "A/B: "C" | <D>?*\\" holds / : " | < > ? * \\, which folder names cannot have',
      ]);
      expect((await edit({ name: 'A B' }))[0]?.warnings).toEqual([]);
      expect((await edit({ name: 'A/B' }))[0]?.warnings).toHaveLength(1);
      expect((await edit({ key: 'k' }))[0]?.warnings).toEqual([]);
    });

    it('A8: an individual that becomes a company takes its name as company name when none is given', async () => {
      await create(db(), account('Erika Müller'));
      await edit({ type: 'company' });
      expect(await shown()).toMatchObject({ type: 'company', companyName: 'Erika Müller' });
      await edit({ companyName: 'Müller GmbH' });
      expect(await shown()).toMatchObject({ name: 'Erika Müller', companyName: 'Müller GmbH' });
    });

    it('A8: company → individual hides the company data, and going back shows it again', async () => {
      await create(db(), account('Erika Müller', { companyName: 'Müller GmbH', companyAddress: address }));
      await edit({ type: 'individual' });
      expect(await shown()).toMatchObject({ type: 'individual', companyName: null, companyAddress: null });
      await edit({ name: 'Familie Müller' });
      await edit({ type: 'company' });
      expect(await shown()).toMatchObject({
        name: 'Familie Müller',
        type: 'company',
        companyName: 'Müller GmbH',
        companyAddress: address,
      });
    });

    it('A8: parts of the address change by themselves, and are cleared by themselves', async () => {
      await create(db(), account('Erika Müller', { companyName: 'Müller GmbH', companyAddress: address }));
      await edit({ companyAddress: { street: ' Nebenstr. 2 ', street2: null, region: '  ' } });
      expect((await shown()).companyAddress).toEqual({
        ...address,
        street: 'Nebenstr. 2',
        street2: null,
        region: null,
      });
      const { changes } = (await audit(db())).at(-1) ?? {};
      expect(changes).toEqual({
        street: { from: 'Hauptstr. 1', to: 'Nebenstr. 2' },
        street2: { from: 'Hinterhaus', to: null },
        region: { from: 'BE', to: null },
      });
    });

    it('A11: an external key is unique, found, exchanged and freed', async () => {
      await create(db(), account('Erika Müller', { key: ' crm/0042 ' }), account('Jan Weiß'));
      const claim = (key: string | null) =>
        db().write((deps) => editAccounts(deps, [{ id: 2, patch: { key } }]));
      await expect(claim('crm/0042')).rejects.toMatchObject({
        kind: 'refused',
        code: 'KEY_TAKEN',
        message: expect.stringContaining('account 1 "Erika Müller"'),
      });
      await expect(
        create(db(), account('A', { key: 'k' }), account('B', { key: 'k' })),
      ).rejects.toMatchObject({
        code: 'KEY_TAKEN',
        details: { index: 1 },
      });
      expect(await found(db(), 'crm/0042')).toEqual(['Erika Müller']);
      await edit({ key: null });
      expect(await claim('crm/0042')).toMatchObject([{ outcome: 'updated' }]);
      expect(await found(db(), 'crm/0042')).toEqual(['Jan Weiß']);
    });

    it('A8: an account that is gone by the time it is edited is not found', async () => {
      const edited = db().write((deps) => editAccounts(deps, [{ id: 7, patch: { name: 'x' } }]));
      await expect(edited).rejects.toMatchObject({ kind: 'not-found', code: 'ACCOUNT_NOT_FOUND' });
    });

    it('A4, A11: one refused edit of many leaves all as they were', async () => {
      await db().write((deps) => createAccounts(deps, [account('Erika Müller'), account('Jan Weiß')]));
      const before = await db().contents();
      const edits = db().write((deps) =>
        editAccounts(deps, [
          { id: 1, patch: { name: 'X', addTags: ['VIP'] } },
          { id: 2, patch: { name: ' x ' } },
        ]),
      );
      await expect(edits).rejects.toMatchObject({ code: 'NAME_TAKEN' });
      expect(await db().contents()).toBe(before);
    });
  });
});
