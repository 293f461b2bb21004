import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

describe('account exists', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const exists = (...argv: string[]) => db().run('account', 'exists', ...argv);

    it('answers by the exit code: 0 yes, 3 no, without a word', async () => {
      expect(await exists('crm-1')).toMatchObject({ code: 0, out: '', err: '' });
      expect(await exists('crm-7')).toMatchObject({ code: 3, out: '', err: '' });
    });

    it('and in JSON by an object', async () => {
      const yes = await exists('Weiß GmbH', '--json');
      expect([yes.code, yes.json()]).toEqual([0, { exists: true, id: 2 }]);
      const no = await exists('Schwarz GmbH', '--json');
      expect([no.code, no.json(), no.err]).toEqual([3, { exists: false, id: null }, '']);
    });

    it('several are neither yes nor no', async () => {
      await db().run('account', 'edit', '3', '--key', 'Erika Müller');
      const ran = await exists('Erika Müller', '--json');
      expect([ran.code, ran.error().code]).toEqual([3, 'ACCOUNT_AMBIGUOUS']);
    });
  });
});
