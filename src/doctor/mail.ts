import type { Configuration } from '../config.ts';
import type { Look } from '../domain/check/model.ts';
import { finding } from '../domain/check/rules.ts';
import type { Firm } from '../domain/firm/schema.ts';
import { configuredCarrier } from '../mail/carriers/configured.ts';
import { withoutSecrets } from '../mail/secrets.ts';

export const mailCheck = { name: 'mail', summary: 'mails can be handed over' };

/** Longer than a mail server takes that works. */
const patience = 15_000;

/** Tries the way that mails take, without sending one: the server is greeted, or the folder could be written. */
export async function lookAtMail(configuration: Configuration, stop: AbortSignal): Promise<Look> {
  const carrier = await configuredCarrier(configuration);
  if (carrier === undefined) {
    return {
      findings: [
        finding({
          severity: 'warning',
          message: 'no mail server is set up: mails wait in the outbox',
          count: 1,
          hint: 'KONTOR_SMTP_URL=smtp://user:password@host:587, or KONTOR_MAIL_FOLDER for a folder of files',
        }),
      ],
    };
  }
  try {
    const reason = await carrier.tryOut(AbortSignal.any([stop, AbortSignal.timeout(patience)]));
    if (reason === undefined) return { findings: [] };
    const message = withoutSecrets(reason, carrier.secrets);
    return { findings: [finding({ message, count: 1, hint: 'Mails wait in the outbox until it works.' })] };
  } finally {
    carrier.close();
  }
}

export const firmCheck = { name: 'firm', summary: 'the firm has said what mails need' };

/** Whether links in mails lead anywhere, and whom mails come from. */
export function lookAtFirm({ portalAddress, sender }: Firm): Look {
  const missing = [
    ...(portalAddress === '' ? [['portal-address', 'https://portal.example'] as const] : []),
    ...(sender === '' ? [['sender', '"Firm <office@firm.example>"'] as const] : []),
  ];
  return {
    findings: missing.map(([key, example]) =>
      finding({
        severity: 'warning',
        message:
          key === 'sender'
            ? 'the firm has not said who mails come from'
            : 'the firm has not said where its portal is: no invitation can be mailed',
        count: 1,
        examples: [`setting ${key}`],
        hint: `kontor config set ${key} ${example}`,
      }),
    ),
  };
}
