import { describe, expect, it } from 'vitest';
import type { Firm } from '../../../src/domain/firm/schema.ts';
import { senderOf, settlement, trueState } from '../../../src/domain/mail/rules.ts';

const now = '2026-03-04T05:00:00.000Z';
const minutesOn = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

describe('I6: how often a mail is tried', () => {
  const tried = (attempt: number, more: { deferredSince?: string; linkEnds?: string } = {}) =>
    settlement(
      { attempt, deferredSince: null, ...more },
      { state: 'deferred', reason: 'later', stop: false },
      now,
    );

  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 60],
    [5, 240],
    [6, 240],
    [17, 240],
  ])('after try %i it is tried again in %i minutes', (attempt, minutes) => {
    expect(tried(attempt)).toEqual({
      state: 'deferred',
      reason: 'later',
      dueAt: minutesOn(minutes),
      deferredSince: now,
    });
  });

  it('is given up after three days, and when its link ends before the next try', () => {
    expect(tried(9, { deferredSince: minutesOn(-3 * 1440 + 239) })).toMatchObject({
      state: 'failed',
      reason: 'later (given up after 3 days)',
    });
    expect(tried(9, { deferredSince: minutesOn(-3 * 1440 + 241) })).toMatchObject({ state: 'deferred' });
    expect(tried(1, { linkEnds: minutesOn(1) })).toMatchObject({
      state: 'failed',
      reason: 'later (given up: its link ends before the next try)',
    });
    expect(tried(1, { linkEnds: minutesOn(2) })).toMatchObject({ state: 'deferred' });
  });

  it('a server that is down costs no patience: it waits, and is due', () => {
    expect(
      settlement({ attempt: 99, deferredSince: null }, { state: 'queued', reason: 'down', stop: true }, now),
    ).toEqual({ state: 'queued', reason: 'down', dueAt: now, deferredSince: null });
  });
});

describe('I6: the state of a mail that is being sent', () => {
  const runs = { own: 'a/1', hasEnded: (run: string) => run === 'a/9' };
  const sending = (claimedBy: string | null, claimedUntil: string | null) =>
    trueState({ state: 'sending', claimedBy, claimedUntil }, now, runs);

  it('is uncertain when the sender ended, or took longer than it may', () => {
    expect(sending('a/2', minutesOn(5))).toBe('sending');
    expect(sending('a/9', minutesOn(5))).toBe('uncertain');
    expect(sending('a/2', now)).toBe('uncertain');
    expect(sending(null, null)).toBe('uncertain');
    expect(trueState({ state: 'sent', claimedBy: 'a/9', claimedUntil: now }, now, runs)).toBe('sent');
  });
});

describe('who mails come from', () => {
  const firm = (sender: string, portalAddress = 'https://portal.weiss.example:8443/x'): Firm => ({
    firmName: 'Weiß, Berg & Partner',
    nameFormat: 'first-last',
    portalAddress,
    sender,
    invitationDays: 7,
    resetHours: 24,
    documentLimit: 100,
    country: '',
  });

  it.each([
    ['office@weiss.example', { name: '', address: 'office@weiss.example' }],
    ['Weiß & Partner <office@weiss.example>', { name: 'Weiß & Partner', address: 'office@weiss.example' }],
    ['"Weiß, Berg" < office@weiss.example >', { name: 'Weiß, Berg', address: 'office@weiss.example' }],
    ['', { name: 'Weiß, Berg & Partner', address: 'no-reply@portal.weiss.example' }],
  ])('%s', (sender, mailbox) => {
    expect(senderOf(firm(sender))).toEqual(mailbox);
  });

  it('on a portal that is tried out on this machine, and without a portal', () => {
    expect(senderOf(firm('', 'http://127.0.0.1:3000'))?.address).toBe('no-reply@localhost');
    expect(senderOf(firm('', 'http://[::1]:3000'))?.address).toBe('no-reply@localhost');
    expect(senderOf(firm('', ''))).toBeUndefined();
  });
});
