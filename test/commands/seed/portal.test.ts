import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { applyText, applyTwice, problemsOf } from './book.ts';

const password = 'a password for tests';
const states = ['off', 'not-invited', 'invited', 'expired', 'active'] as const;

/** One contact in each state, each in an account of their own; `state` gives the contacts another one. */
const firm = (stateOf: (state: (typeof states)[number]) => string = (state) => state) => `
contacts:
${states.map((state) => `  - { ref: ${state}, firstName: A, lastName: ${state}, email: ${state}@a.example }`).join('\n')}
accounts:
${states
  .map((state) => {
    const wanted = stateOf(state);
    const secret = wanted === 'active' ? `, password: ${password}` : '';
    return `  - { ref: ${state}, links: [{ contact: ${state}, portal: ${wanted}${secret} }] }`;
  })
  .join('\n')}
`;

describe('portal states of fixtures', () => {
  onEachDatabase((db) => {
    const json = async (...argv: string[]) => (await db().run(...argv, '-o', 'json')).json();
    const shown = async () =>
      (await json('account', 'list', '--sort', 'id')).map(
        ({ name, portalStatus }: { name: string; portalStatus: string }) =>
          `${name.slice(2)}: ${portalStatus}`,
      );

    it('T3: every state is there, by invitations that are on record; the second run leaves them so', async () => {
      await applyTwice(db(), firm());
      expect(await shown()).toEqual(states.map((state) => `${state}: ${state}`));
      expect(
        (await json('invite', 'list')).map(({ email, status }: { email: string; status: string }) => [
          email,
          status,
        ]),
      ).toEqual([
        ['active@a.example', 'accepted'],
        ['invited@a.example', 'pending'],
        ['expired@a.example', 'expired'],
      ]);
      expect(await json('mail', 'list')).toEqual([]);
      const login = await db().runWith(
        { stdin: password },
        ...['portal', 'login', '--email', 'active@a.example', '--password-stdin', '-o', 'json'],
      );
      expect(login.json()).toMatchObject({ email: 'active@a.example', accounts: [{ name: 'A active' }] });
    });

    it('I1, T4: states follow the file, but a portal user stays one', async () => {
      await applyText(db(), firm());
      const turned: Record<string, string> = {
        off: 'expired',
        'not-invited': 'invited',
        invited: 'expired',
        expired: 'not-invited',
        active: 'invited',
      };
      const { results } = await applyTwice(
        db(),
        firm((state) => turned[state] ?? ''),
      );
      expect(await shown()).toEqual([
        'off: expired',
        'not-invited: invited',
        'invited: expired',
        'expired: not-invited',
        'active: active',
      ]);
      expect(results.at(-1)).toMatchObject({
        ref: 'active',
        outcome: 'unchanged',
        warnings: ['active@a.example is active in the portal and stays so; invited is wanted'],
      });
      await applyTwice(
        db(),
        firm(() => 'off'),
      );
      expect(new Set((await shown()).map((line: string) => line.split(': ')[1]))).toEqual(new Set(['off']));
      await applyTwice(
        db(),
        firm(() => 'active'),
      );
      expect(new Set((await shown()).map((line: string) => line.split(': ')[1]))).toEqual(
        new Set(['active']),
      );
    });

    it('I5: no password, and no token, is anywhere in the database', async () => {
      await applyText(db(), firm());
      const contents = await db().contents();
      expect(contents).toContain('active@a.example');
      expect(contents).not.toContain(password);
      expect(JSON.parse(contents).portal_tokens).toEqual([]);
      expect(contents.match(/argon2id/g)).toHaveLength(1);
      const ran = await applyText(db(), firm().replace(password, 'short'));
      expect(ran.code).toBe(0);
      const refused = await applyText(
        db(),
        firm().replaceAll('a.example', 'b.example').replace(password, 'shortpass'),
      );
      expect(refused.error()).toMatchObject({ code: 'WEAK_PASSWORD', exitCode: 2 });
      expect(refused.err).not.toContain('shortpass');
    });

    it('T1, C3: what is said of one e-mail goes before what is said of all; an address has one state', async () => {
      const text = `
fields: [{ scope: contact, type: email, label: Spouse e-mail }]
contacts:
  - { ref: a, lastName: A, email: a@a.example, fields: { spouse-email: s@a.example } }
  - { ref: b, lastName: B, email: s@a.example, sharedEmail: true }
  - { ref: c, lastName: C }
accounts:
  - ref: a
    links:
      - contact: a
        notify: true
        portal: invited
        notifications: [documents]
        emails: [{ address: S@a.example, portal: off, notify: false, notifications: null }]
  - ref: b
    links: [{ contact: b, portal: not-invited }]
`;
      expect(await problemsOf(db(), text)).toEqual([
        '14 accounts[0].links[0].emails[0].notifications: must be a list, not nothing',
      ]);
      const mended = text.replace(', notifications: null', '');
      expect(await problemsOf(db(), mended.replace('notify: true\n', 'sync: true\n'))).toEqual([
        '13 accounts[0].links[0].notifications: kinds can be chosen only while login and notify are on for a@a.example',
      ]);
      await applyTwice(db(), mended);
      expect((await json('account', 'show', 'name:A')).contacts[0].emails).toMatchObject([
        { address: 'a@a.example', login: true, notifications: ['documents'], status: 'invited' },
        { address: 's@a.example', login: false, notify: false, status: 'off' },
      ]);
      expect(await problemsOf(db(), mended.replace('portal: off', 'portal: invited'))).toEqual([
        '16 accounts[1].links[0].portal: s@a.example has one state in all accounts, and firm.yaml:14 says invited',
      ]);
      expect(
        await problemsOf(
          db(),
          mended.replace('contact: b, portal: not-invited', 'contact: c, portal: invited'),
        ),
      ).toEqual(['16 accounts[1].links[0].contact: "c" has no e-mail']);
      expect(await problemsOf(db(), mended.replace('S@a.example', 'x@a.example'))).toEqual([
        '14 accounts[0].links[0].emails[0].address: "a" has no e-mail x@a.example',
      ]);
    });
  });
});
