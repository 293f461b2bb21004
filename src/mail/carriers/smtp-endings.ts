import type { Handover } from '../../domain/mail/model.ts';
import type { MailServer } from '../server.ts';

/** What nodemailer puts on its errors. */
interface SmtpError {
  code?: string;
  /** The code of the system or of TLS, where `code` is nodemailer's. */
  originalCode?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  message: string;
}

/** The code of the error that stands for an end of our own patience: the run is to stop. */
export const givenUp = 'EGIVENUP';

/** How far it had come: no session yet; a session, but not the whole text; the whole text, but no answer. */
export type Phase = 'opening' | 'sending' | 'sent';

/** What a failure to hand a mail over means, by how far it had come and what the server said (I6). */
export function endingOf(error: unknown, phase: Phase, server: MailServer): Handover {
  const smtp = error as SmtpError;
  const said = answerOf(smtp);
  if (smtp.code === givenUp) return { ...interrupted(phase, server), stop: true };
  if (phase === 'opening') return { ...noSession(smtp, said, server), stop: true };
  if (said !== undefined) return answered(said, phase);
  if (phase === 'sent') {
    return { state: 'uncertain', reason: `${placeOf(server)} got the mail and did not answer`, stop: true };
  }
  // Refused by ourselves before a word of it was sent: the address cannot be written in a command.
  if (smtp.code === 'EENVELOPE') return { state: 'failed', reason: oneLine(smtp.message), stop: false };
  return {
    state: 'deferred',
    reason:
      smtp.code === 'ETIMEDOUT'
        ? `${placeOf(server)} did not answer in time`
        : `the connection to ${placeOf(server)} was lost before the mail was handed over`,
    stop: true,
  };
}

const interrupted = (phase: Phase, server: MailServer): Pick<Handover, 'state' | 'reason'> =>
  phase === 'sent'
    ? {
        state: 'uncertain',
        reason: `the sending was interrupted: ${placeOf(server)} got the mail and had not answered`,
      }
    : {
        state: 'queued',
        reason: `the sending was interrupted before ${placeOf(server)} got the mail`,
      };

interface Answer {
  code: number;
  text: string;
}

const answerOf = ({ responseCode, response }: SmtpError): Answer | undefined =>
  responseCode === undefined || responseCode < 400 || responseCode > 599
    ? undefined
    : { code: responseCode, text: oneLine(response ?? String(responseCode)) };

/** Codes by which a server asks for a login or for TLS: the settings are wrong, not the mail. */
const aboutTheSession = new Set([530, 534, 535, 538]);

function answered({ code, text }: Answer, phase: Phase): Handover {
  const reason = `the mail server answered: ${text}`;
  if (aboutTheSession.has(code)) return { state: 'deferred', reason, stop: true };
  // 421: it closes the connection; 503: it lost track of where we are. Neither speaks of this mail.
  if (code === 421 || code === 503) return { state: 'deferred', reason, stop: phase !== 'sent' };
  return { state: code >= 500 ? 'failed' : 'deferred', reason, stop: false };
}

function noSession(
  error: SmtpError,
  said: Answer | undefined,
  server: MailServer,
): Pick<Handover, 'state' | 'reason'> {
  const { code, command = '', originalCode = '' } = error;
  const place = placeOf(server);
  const deferred = (reason: string) => ({ state: 'deferred' as const, reason });
  const about = said === undefined ? '' : `: ${said.text}`;
  if (code === 'EAUTH') return deferred(`${place} refused the user or password${about}`);
  if (command === 'STARTTLS' && said !== undefined) {
    return deferred(
      `${place} offers no TLS, so nothing was sent${about} (KONTOR_SMTP_TLS=off sends in the clear)`,
    );
  }
  if (code === 'ETLS' || /CERT|TLS|SSL/.test(originalCode)) {
    return deferred(`${place} cannot be trusted with TLS: ${oneLine(error.message)}`);
  }
  if (said !== undefined) return deferred(`${place} takes no mail now${about}`);
  return {
    state: 'queued',
    reason:
      code === 'ETIMEDOUT'
        ? `${place} did not answer in time`
        : `${place} cannot be reached${originalCode === '' ? '' : ` (${originalCode})`}`,
  };
}

const placeOf = ({ host, port }: MailServer): string =>
  `the mail server ${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What a server says, in one line of a length that can be shown. */
const oneLine = (text: string): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};
