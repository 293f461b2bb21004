import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';
import { activate, erika, file, fillPortalBook, later, minutes, password, setLogin } from './people.ts';

const check = 'portal session --token-file session.txt';

describe('portal session and logout', () => {
  onEachDatabase((db) => {
    const run = (line: string) => db().run(...words(line), '--json');
    beforeEach(async () => {
      await fillPortalBook(db());
      await activate(db(), erika);
      await file(db(), 'p.txt', password);
      const opened = await run(`portal login --email ${erika} --password-file p.txt`);
      await file(db(), 'session.txt', `${opened.json().session.token}\n`);
    });

    it('says whose it is and what is open to it now', async () => {
      expect((await run(check)).json()).toEqual({
        userId: 1,
        email: erika,
        accounts: [
          { id: 1, name: 'Erika Müller' },
          { id: 2, name: 'Weiß GmbH' },
        ],
        expiresAt: '2026-03-04T17:06:07.890Z',
      });
      await db().run('account', 'archive', '2');
      expect((await run(check)).json().accounts).toEqual([{ id: 1, name: 'Erika Müller' }]);
      expect((await db().run(...words(check))).out).toContain(erika);
      await setLogin(db(), 1, 1, false);
      expect((await run(check)).error()).toMatchObject({ code: 'SESSION_ENDED', exitCode: 4 });
    });

    it('ends after twelve hours', async () => {
      expect((await later(db(), minutes(720) - 1, ...words(check))).code).toBe(0);
      const ended = await later(db(), minutes(720), ...words(check), '--json');
      expect(ended.error()).toMatchObject({ code: 'SESSION_ENDED', exitCode: 4 });
    });

    it('ends with a logout; a second one has nothing to do', async () => {
      expect((await run('portal logout --token-file session.txt -n')).json()).toEqual({ outcome: 'updated' });
      expect((await run(check)).code).toBe(0);
      expect((await run('portal logout --token-file session.txt')).json()).toEqual({ outcome: 'updated' });
      const [entry] = (await run('audit list --limit 1')).json();
      expect(entry).toMatchObject({ label: erika, changes: { session: { from: 'open', to: 'ended' } } });
      expect((await run(check)).error()).toMatchObject({ code: 'SESSION_ENDED' });
      const before = await db().contents();
      expect((await run('portal logout --token-file session.txt')).json()).toEqual({ outcome: 'unchanged' });
      expect(await db().contents()).toBe(before);
    });

    it('one that never was gets the same answers', async () => {
      await file(db(), 'session.txt', 'A'.repeat(43));
      expect((await run(check)).error()).toMatchObject({ code: 'SESSION_ENDED', exitCode: 4 });
      expect((await run('portal logout --token-file session.txt')).json()).toEqual({ outcome: 'unchanged' });
      await file(db(), 'session.txt', '');
      expect((await run(check)).error()).toMatchObject({ code: 'TOKEN_EMPTY', exitCode: 2 });
    });
  });
});
