import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('import runs and import show', () => {
  onEachDatabase((db) => {
    /** Two imports: the first one makes a client and changes another one, the second one changes the first one's. */
    beforeEach(async () => {
      await fillBook(db());
      const load = async (name: string, lines: readonly string[]) => {
        await writeFile(path.join(db().folder, name), `${lines.join('\n')}\n`);
        expect((await db().run('import', name, '--actor', 'anna')).code, name).toBe(0);
      };
      const first = [
        'Account key,Account name,Tags,First name,Last name,E-mail,Phone',
        'crm-9,Alpha GmbH,VIP,Ina,Alt,ina@alt.example,1',
        'crm-2,,,,,jan@weiss.example,2',
      ];
      await load('march.csv', first);
      await load('april.csv', ['Account key,Last name,E-mail,Phone', 'crm-9,Alt,ina@alt.example,3']);
      // The second time nothing changes: no run is left of it.
      await load('april.csv', ['Account key,Last name,E-mail,Phone', 'crm-9,Alt,ina@alt.example,3']);
      await db().write((deps) =>
        deps
          .trx('runs')
          .insert({ kind: 'seed', source: 'firm.yaml', actor: 'ben', started_at: '2026-03-05' }),
      );
    });

    it('H1: lists what changed something, newest first, with numbers and state', async () => {
      const ran = await db().run('import', 'runs');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(
        ran.out
          .trim()
          .split('\n')
          .map((line) => line.replace(/[│─ ]+/g, ' ').trim())
          .filter((line) => /\d/.test(line)),
      ).toEqual([
        '4 seed 2026-03-05 ben firm.yaml interrupted',
        '2 import 2026-03-04 05:06 anna april.csv 1 0 1 done',
        '1 import 2026-03-04 05:06 anna march.csv 2 3 1 done',
      ]);
      expect((await db().run(...words('import runs --kind import --json'))).json()).toMatchObject([
        { run: 2, kind: 'import', source: 'april.csv', actor: 'anna', state: 'done', rows: 1 },
        {
          run: 1,
          rows: 2,
          created: { accounts: 1, contacts: 1, links: 1 },
          updated: { accounts: 0, contacts: 1, links: 0 },
          startedAt: '2026-03-04T05:06:07.890Z',
          endedAt: '2026-03-04T05:06:07.890Z',
          undoneAt: null,
          undoneBy: null,
        },
      ]);
      expect((await db().run(...words('import runs --state interrupted -o ids'))).out).toBe('4\n');
      expect((await db().run(...words('import runs --state done --limit 1 --page 2 -o ids'))).out).toBe(
        '1\n',
      );
      expect((await db().run(...words('import runs -o count'))).out).toBe('3\n');
    });

    it('H1: shows one run: what it made and changed, from what to what, and not what took it back', async () => {
      const whole = (await db().run('import', 'show', '1', '--json')).json();
      expect(whole).toMatchObject({ run: 1, state: 'done', rows: 2, total: 5 });
      expect(whole.changes).toEqual([
        { record: 'account', created: 1, changed: 0 },
        { record: 'contact', created: 1, changed: 1 },
        { record: 'link', created: 1, changed: 0 },
      ]);
      const phone = {
        record: 'contact',
        recordId: 2,
        changes: { phone: { from: '+49 30 1234567', to: '2' } },
      };
      expect(whole.entries).toContainEqual(expect.objectContaining({ ...phone, action: 'updated', run: 1 }));
      expect(whole.entries).toHaveLength(5);

      await db().run('import', 'undo', '2', '--yes');
      expect((await db().run('import', 'undo', '1', '--yes')).code).toBe(0);
      const undone = (await db().run('import', 'show', '1', '--json')).json();
      expect(undone).toMatchObject({ state: 'undone', undoneBy: 'tester', changes: whole.changes, total: 5 });
      expect(undone.entries).toEqual(whole.entries);
    });

    it('shows people a page of entries, and how to see the others', async () => {
      const ran = await db().run('import', 'show', '1', '--limit', '2', '--page', '2');
      expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toContain('Run 1: import');
      expect(ran.out).toContain('march.csv');
      expect(ran.out).toMatch(/contact +1 +1/);
      expect(ran.out).toContain('2 of 5 entries');
      expect(ran.out).toContain('kontor audit list --run 1');
      expect((await db().run(...words('import show 1 --limit 2 --json'))).json().entries).toHaveLength(2);
    });

    it('refuses what is no run', () =>
      expectRefusals(db(), [
        ['no such run', 'import show 9', 3, 'RUN_NOT_FOUND', 'kontor import runs'],
        ['a name', 'import show march.csv', 2, 'INVALID_INPUT', 'number of a run'],
        ['a kind', 'import runs --kind export', 2, 'INVALID_INPUT', 'import'],
      ]));
  });
});
