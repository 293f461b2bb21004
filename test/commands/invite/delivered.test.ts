import { describe, expect, it } from 'vitest';
import { send } from '../../../commands/invite/send.ts';
import type { SendResult } from '../../../commands/sent-links.ts';
import { type MailState, mailStates } from '../../../src/domain/mail/model.ts';
import { batchOf } from '../../../src/domain/outcome.ts';

const result = (mail: number | null, email = 'a@b.example'): SendResult => ({
  outcome: 'created',
  id: 1,
  email,
  account: { id: 1, name: 'A' },
  reason: null,
  mail,
  expiresAt: '2026-03-11T05:06:07.890Z',
  action: 'queued',
  warnings: [],
});

describe('what becomes of the mails of invitations', () => {
  const delivered = (state: MailState, reason: string | null = null) => {
    const mails = new Map([[7, { id: 7, recipient: 'a@b.example', state, reason }]]);
    return send.delivered?.(batchOf([result(7), result(8), result(null)]), mails);
  };

  it('I6: each state is told in the words of the surface; other mails are left alone', () => {
    const actions = Object.fromEntries(
      mailStates.map((state) => [state, delivered(state)?.results[0]?.action]),
    );
    expect(actions).toEqual({
      queued: 'queued',
      sending: 'queued',
      deferred: 'queued',
      sent: 'sent',
      failed: 'failed',
      uncertain: 'uncertain',
      cancelled: 'failed',
    });
    expect(delivered('sent')?.results.slice(1)).toEqual([result(8), result(null)]);
    expect(delivered('sent')?.summary).toEqual({ total: 3, created: 3 });
  });

  it('I6: people read what became of each, and why', () => {
    const lines = (state: MailState, reason?: string) => {
      const batch = delivered(state, reason ?? null);
      return batch === undefined ? [] : send.report?.(batch, false)[0];
    };
    const about = 'invitation to a@b.example (account 1 "A"), valid until 2026-03-11 05:06 UTC';
    expect(lines('sent')).toEqual({ tone: 'done', text: `${about}: sent` });
    expect(lines('deferred', 'try later')).toEqual({ tone: 'done', text: `${about}: queued: try later` });
    expect(lines('failed', 'no such user')).toEqual({
      tone: 'warning',
      text: `${about}: not sent: no such user`,
    });
    expect(lines('uncertain')).toEqual({
      tone: 'warning',
      text: `${about}: nobody knows whether it arrived`,
    });
  });
});
