import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { type ClaimedMail, mailKinds } from '../../src/domain/mail/model.ts';
import { composeMail } from '../../src/mail/compose.ts';

const link = 'https://portal.weiss.example/accept?token=abc.def-_x&lang=de';
const claimed = (more: Partial<ClaimedMail> = {}): ClaimedMail => ({
  id: 7,
  kind: 'invitation',
  recipient: 'jan@weiss.example',
  messageId: '0123456789abcdef',
  facts: {
    name: 'Jan Weiß',
    accountName: 'Weiß GmbH',
    message: 'Guten Tag,\r\n\r\nbis <b>bald</b> & Grüße\n  eingerückt',
    expiresAt: '2026-03-11T05:06:07.890Z',
  },
  attempt: 1,
  deferredSince: null,
  firmName: 'Weiß & Partner',
  sender: { name: 'Weiß & Partner', address: 'office@weiss.example' },
  link,
  portalAddress: 'https://portal.weiss.example',
  linkEnds: '2026-03-11T05:06:07.890Z',
  claimedAt: '2026-03-04T05:06:07.890Z',
  ...more,
});

const read = async (more: Partial<ClaimedMail> = {}) => {
  const { raw, envelope } = await composeMail(claimed(more));
  return { raw: raw.toString('latin1'), envelope, mail: await PostalMime.parse(raw) };
};
const header = (raw: string) => raw.split('\r\n\r\n', 1)[0] ?? '';

describe('a mail', () => {
  it('says who writes, to whom, about what, and carries the link in text and HTML', async () => {
    const { mail, envelope, raw } = await read();
    expect(mail.from).toEqual({ name: 'Weiß & Partner', address: 'office@weiss.example' });
    expect(mail.to).toEqual([{ name: 'Jan Weiß', address: 'jan@weiss.example' }]);
    expect(envelope).toEqual({ from: 'office@weiss.example', to: ['jan@weiss.example'] });
    expect(mail.subject).toBe('Weiß & Partner: your access to the client portal');
    expect(mail.messageId).toBe('<0123456789abcdef@weiss.example>');
    expect(mail.date).toBe('2026-03-04T05:06:07.000Z');
    expect(header(raw)).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail.text?.trimEnd()).toBe(
      [
        'Hello Jan Weiß,',
        'Weiß & Partner has invited you to its client portal, for the account “Weiß GmbH”.',
        '  Guten Tag,\n\n  bis <b>bald</b> & Grüße\n    eingerückt',
        'Accept the invitation and choose a password here:',
        link,
        'The link works once, until 11 March 2026, 05:06 UTC.',
        'If you did not expect this invitation, please ignore this mail: without you nothing happens. ' +
          'Do not pass the link on: whoever has it can use it.',
        'Weiß & Partner',
      ].join('\n\n'),
    );
    expect(mail.html).toContain('<a href="https://portal.weiss.example/accept?token=abc.def-_x&amp;lang=de"');
    expect(mail.html).toContain('bis &lt;b&gt;bald&lt;/b&gt; &amp; Grüße<br>');
    expect(mail.html).not.toContain('<img');
    expect(mail.attachments).toEqual([]);
  });

  it('about a password reset', async () => {
    const { mail } = await read({ kind: 'reset', facts: { expiresAt: '2026-12-31T23:59:00.000Z' } });
    expect(mail.subject).toBe('Weiß & Partner: a new password for the client portal');
    expect(mail.text).toMatch(/^Hello,\n/);
    expect(mail.text).toContain(link);
    expect(mail.text).toContain('until 31 December 2026, 23:59 UTC');
    expect(mail.text).toContain('your old password stays valid');
  });

  it('I4: the notice says when and from where, and has no link', async () => {
    const { mail } = await read({
      kind: 'password-notice',
      link: undefined,
      facts: { at: '2026-03-04T05:06:07.890Z', origin: '192.0.2.7' },
    });
    expect(mail.subject).toBe('Weiß & Partner: your password for the client portal was changed');
    expect(mail.text).toContain('was changed on 4 March 2026, 05:06 UTC, from 192.0.2.7.');
    expect(mail.text).toContain('If that was not you');
    expect(`${mail.text}${mail.html}`).not.toMatch(/https?:/);
  });

  it('keeps the same Message-ID at every try', async () => {
    const first = await read();
    const second = await read({ attempt: 2, claimedAt: '2026-03-05T05:06:07.890Z', link: `${link}2` });
    expect(second.mail.messageId).toBe(first.mail.messageId);
  });
});

describe('data in a mail stays data', () => {
  const hostile = 'Eve\r\nBcc: everybody@evil.example\r\n\r\n<script>alert(1)</script>';

  it.each(mailKinds)(
    '%s: names with line breaks and markup make neither headers nor elements',
    async (kind) => {
      const { raw, mail, envelope } = await read({
        kind,
        firmName: hostile,
        sender: { name: hostile, address: 'office@weiss.example' },
        facts: {
          name: hostile,
          accountName: hostile,
          origin: hostile,
          at: '2026-03-04T05:06:07.890Z',
          subjects: [hostile],
        },
      });
      expect(header(raw)).not.toMatch(/^Bcc:/im);
      expect(mail.bcc).toBeUndefined();
      expect(envelope.to).toEqual(['jan@weiss.example']);
      expect(mail.html).not.toContain('<script');
      expect(mail.from?.address).toBe('office@weiss.example');
      expect(mail.to).toHaveLength(1);
    },
  );

  it.each(['Weiß, Jan', 'Jan "J" Weiß', 'Jan <jan@evil.example>', 'a@b.example,', 'Jan; Eve', '\u202eabc'])(
    'the name %s is one name of one address',
    async (name) => {
      const { mail, envelope } = await read({
        facts: { name },
        sender: { name, address: 'office@weiss.example' },
      });
      expect(envelope).toEqual({ from: 'office@weiss.example', to: ['jan@weiss.example'] });
      expect(mail.to).toHaveLength(1);
      expect(mail.to?.[0]).toEqual({ name, address: 'jan@weiss.example' });
      expect(mail.from).toEqual({ name, address: 'office@weiss.example' });
    },
  );

  it('a message is neither a file nor a page to be fetched', async () => {
    const { mail } = await read({ facts: { message: '/etc/passwd\nhttps://evil.example/' } });
    expect(mail.text).toContain('  /etc/passwd\n  https://evil.example/');
  });

  it('letters of every script arrive', async () => {
    const { mail } = await read({ facts: { name: 'Ελένη 李雷 😀', message: 'ß'.repeat(2000) } });
    expect(mail.text).toContain('Hello Ελένη 李雷 😀,');
    expect(mail.text).toContain('ß'.repeat(2000));
  });
});
