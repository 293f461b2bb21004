import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { ClaimedMail, MailFacts } from '../../src/domain/mail/model.ts';
import type { NotifiedKind } from '../../src/domain/notification/model.ts';
import { composeMail } from '../../src/mail/compose.ts';

const read = async (
  kind: NotifiedKind,
  facts: MailFacts,
  more: Partial<ClaimedMail> = {},
): Promise<Email> => {
  const { raw } = await composeMail({
    id: 7,
    kind,
    recipient: 'jan@weiss.example',
    messageId: '0123456789abcdef',
    facts,
    attempt: 1,
    deferredSince: null,
    firmName: 'Weiß & Partner',
    sender: { name: 'Weiß & Partner', address: 'office@weiss.example' },
    link: undefined,
    portalAddress: 'https://portal.weiss.example/?lang=de&x=1',
    linkEnds: undefined,
    claimedAt: '2026-03-04T05:06:07.890Z',
    ...more,
  });
  return PostalMime.parse(raw);
};
const names = (count: number) => Array.from({ length: count }, (_, index) => `Report ${index + 1}.pdf`);

describe('notifications (T2)', () => {
  it('T2: says who, in which account, what it is about and where, in text and HTML', async () => {
    const mail = await read('documents', {
      name: 'Jan Weiß',
      accountName: 'Weiß <GmbH>',
      subjects: ['Bilanz & GuV.pdf', 'Brief.docx'],
    });
    expect(mail.subject).toBe('Weiß & Partner: 2 new documents for you');
    expect(mail.text?.trimEnd()).toBe(
      [
        'Hello Jan Weiß,',
        'Weiß & Partner has put something for you into its client portal, for the account “Weiß <GmbH>”:',
        '  - Bilanz & GuV.pdf\n  - Brief.docx',
        'The client portal is here:',
        'https://portal.weiss.example/?lang=de&x=1',
        'If you no longer want to get such mails, please tell Weiß & Partner.',
        'Weiß & Partner',
      ].join('\n\n'),
    );
    expect(mail.html).toContain('<li>Bilanz &amp; GuV.pdf</li>\n<li>Brief.docx</li>');
    expect(mail.html).toContain('“Weiß &lt;GmbH&gt;”');
    expect(mail.html).toContain('<a href="https://portal.weiss.example/?lang=de&amp;x=1"');
  });

  it.each<[NotifiedKind, string, string, string]>([
    ['documents', 'a new document for you', '3 new documents for you', 'has put something for you into'],
    ['messages', 'a new message for you', 'new messages for you', 'has written to you in'],
    [
      'approvals',
      'a document needs your approval',
      '3 documents need your approval',
      'asks for your approval',
    ],
    [
      'signatures',
      'a document needs your signature',
      '3 documents need your signature',
      'asks for your signature',
    ],
  ])('%s: in the words of one thing and of several', async (kind, one, several, sentence) => {
    const single = await read(kind, { subjects: names(1) });
    expect(single.subject).toBe(`Weiß & Partner: ${one}`);
    expect(single.text).toContain(`Weiß & Partner ${sentence}`);
    expect(single.text).toMatch(/^Hello,\n/);
    expect(single.text).not.toContain('for the account');
    expect((await read(kind, { subjects: names(3) })).subject).toBe(`Weiß & Partner: ${several}`);
  });

  it('a long list of names says how many more there are', async () => {
    const mail = await read('documents', { subjects: names(10), moreSubjects: 23 });
    expect(mail.subject).toBe('Weiß & Partner: 33 new documents for you');
    expect(mail.text).toContain('  - Report 10.pdf\n  - and 23 more\n');
    expect(mail.html).toContain('<li>and 23 more</li>\n</ul>');
  });

  it('without a portal it names no place', async () => {
    const mail = await read('messages', { subjects: ['Tax'] }, { portalAddress: '' });
    expect(`${mail.text}${mail.html}`).not.toMatch(/https?:|portal is here/);
  });

  it('a name is one line and one element, whatever it holds', async () => {
    const mail = await read('messages', { subjects: ['Tax\r\n\r\n  - and 5 more\u2028<b>x</b>'] });
    expect(mail.text).toContain('\n  - Tax - and 5 more <b>x</b>\n');
    expect(mail.html?.match(/<li>/g)).toHaveLength(1);
    expect(mail.html).not.toContain('<b>');
  });
});
