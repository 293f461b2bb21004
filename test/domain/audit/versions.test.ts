import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import { words } from '../../commands/words.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { sealing, testDeps } from '../../helpers/deps.ts';

describe('the version of a record', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await done('field create --scope account --type text --label "Tax number"');
      await done('field create --scope contact --type email --label "Second e-mail"');
      await done('account create --name One --new-contact "Ada <ada@berg.example>" --new-contact Ben');
    });
    const done = async (line: string) => {
      const run = await db().run(...words(line));
      expect(run.code, `${line}: ${run.err}`).toBe(0);
      return run;
    };
    const version = async (record: 'account' | 'contact', id = 1): Promise<number> =>
      (await done(`${record} show ${id} --json`)).json().version;

    it.each([
      'account edit 1 --name Other',
      'account edit 1 --set tax-number=12',
      'account edit 1 --add-tag VIP --create-tags',
      'tag add Monthly --to 1 --create-tags',
      'account archive 1',
      'import undo 1 --yes',
    ])('of an account grows with: %s', async (line) => {
      const imported = await db().runWith(
        { stdin: 'account.name,E-mail,account.key\nOne,ada@berg.example,K-1\n' },
        ...words('import -'),
      );
      expect(imported).toMatchObject({ code: 0 });
      const before = await version('account');
      await done(line);
      expect(await version('account')).toBe(before + 1);
      await done('contact edit 1 --phone 1');
      await done('contact link 1 1 --description "Tax adviser"');
      expect(await version('account')).toBe(before + 1);
    });

    it.each([
      'contact edit 1 --phone "+49 30 1"',
      'contact edit 1 --email ada@bergmann.example',
      'contact edit 1 --set second-email=ada@home.example',
      'contact merge 1 2 --take last-name=2 --yes',
    ])('of a contact grows with: %s', async (line) => {
      const before = await version('contact');
      await done(line);
      expect(await version('contact')).toBe(before + 1);
    });

    it('stays where nothing is changed, in a dry run, and in what is refused', async () => {
      await done('account edit 1 --name One');
      await done('account edit 1 --name Other --dry-run');
      expect((await db().run(...words('account edit 1 --set tax-number=1 --set nope=2'))).code).toBe(3);
      expect(await version('account')).toBe(1);
    });

    it.each(['account', 'contact'] as const)(
      'lets %s edit through that has seen it, once',
      async (record) => {
        const seen = await version(record);
        const change = record === 'account' ? '--name Other' : '--phone 1';
        await done(`${record} edit 1 ${change} --if-version ${seen}`);
        const before = await db().contents();
        for (const stale of [seen, seen + 2, 0]) {
          const run = await db().run(...words(`${record} edit 1 ${change} --if-version ${stale} --json`));
          expect(run.code).toBe(4);
          expect(run.error()).toMatchObject({
            code: 'VERSION_CONFLICT',
            message: expect.stringContaining(`has version ${seen + 1}, not ${stale}`),
            hint: expect.stringContaining(`kontor ${record} show id:1`),
            details: { id: 1, version: seen + 1, ifVersion: stale },
          });
        }
        expect(await db().contents()).toBe(before);
        await done(`${record} edit 1 ${change} --if-version ${seen + 1}`);
      },
    );

    it('is refused where it is none, or stands for several', async () => {
      await done('account create --name Two --contact 1');
      for (const [line, says] of [
        ['account edit 1 --name X --if-version one', 'must be a version'],
        ['contact edit 1 --phone 1 --if-version -1', 'must be a version'],
        ['account edit 1 --if-version 1', 'nothing to change'],
        ['account edit 1 2 --add-tag X --create-tags --if-version 1', 'a version belong to one account'],
      ] as const) {
        const run = await db().run(...words(line));
        expect([run.code, run.err], line).toEqual([2, expect.stringContaining(says)]);
      }
    });

    it('stands in lists, and in a line of a batch', async () => {
      await done('account edit 1 --name Other');
      expect((await done('account list --json')).json()).toMatchObject([{ version: 2 }]);
      expect((await done('contact list --json --fields id,version')).json()[0]).toEqual({
        id: 1,
        version: 1,
      });
      const stdin = ['A', 'B', 'C'].map((name) => `account edit 1 --name ${name} --if-version 2\n`).join('');
      const { code, json } = await db().runWith({ stdin }, ...words('batch - --json'));
      expect([code, json().results]).toMatchObject([5, [{ exitCode: 0 }, { exitCode: 4 }, { exitCode: 4 }]]);
    });

    it('lets one of two through that saw the same', async () => {
      const other = openDatabase(db().location);
      const edit = (database: typeof other, name: string, ifVersion: number) =>
        database.write(
          (trx, dialect) =>
            sealing(testDeps(trx, dialect), (deps) =>
              editAccounts(deps, [{ id: 1, patch: { name }, ifVersion }]),
            ),
          { dryRun: false },
        );
      try {
        for (let round = 1; round <= 10; round += 1) {
          const ends = await Promise.allSettled([
            edit(db().database, `A ${round}`, round),
            edit(other, `B ${round}`, round),
          ]);
          const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
          expect(lost).toEqual(['VERSION_CONFLICT']);
          expect(await version('account')).toBe(round + 1);
        }
      } finally {
        await other.close();
      }
    });
  });
});
