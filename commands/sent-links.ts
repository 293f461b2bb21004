import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';
import type { Deps } from '../src/domain/deps.ts';
import { readFirm } from '../src/domain/firm/read.ts';
import type { Delivery, MailState } from '../src/domain/mail/model.ts';
import { type Batch, batchOf } from '../src/domain/outcome.ts';
import type { SentLink } from '../src/domain/portal/model.ts';
import type { BatchView, ReportLine } from '../src/output/view.ts';
import { minute } from './times.ts';

/** What was done about an address, the mail considered. */
export type SendAction =
  | 'sent'
  | 'queued'
  | 'failed'
  | 'uncertain'
  | 'printed'
  | 'created'
  | 'would-send'
  | 'would-create'
  | 'unchanged'
  | 'skipped';

export interface SendResult extends SentLink {
  action: SendAction;
  /** What the user should know although it was done. */
  warnings: string[];
}

/** How links are handed over. */
export const sendingOptions: OptionSpec[] = [
  { flags: '--print-link', summary: 'print each link, this once: whoever has it can use it' },
  { flags: '--no-mail', summary: 'send no mail' },
];

/** Their part of the input. */
export const sendingInput = { printLink: z.boolean().default(false), mail: z.boolean().default(true) };

interface Sending {
  printLink: boolean;
  mail: boolean;
}

/** In a dry run no link is made: it would open nothing. */
export const sendingOf = ({ printLink, mail }: Sending, dryRun: boolean): Sending => ({
  printLink: printLink && !dryRun,
  mail,
});

/** What became of links, as it is shown. */
export async function sentBatch(
  { deps, dryRun }: { deps: Deps; dryRun: boolean },
  links: readonly SentLink[],
  { printLink, mail }: Sending,
): Promise<Batch<SendResult>> {
  const warnings: string[] = [];
  if (printLink && (await readFirm(deps)).portalAddress === '') {
    warnings.push('links lead nowhere yet: kontor config set portal-address https://…');
  }
  if (!printLink && !mail) {
    warnings.push('no mail is sent and no link is printed: nobody can use this link');
  }
  return batchOf(
    links.map((link): SendResult => {
      const made = isMade(link);
      return {
        ...link,
        action: actionOf(link, dryRun),
        warnings: made ? warnings : [],
        // What a dry run wrote is gone: its numbers mean nothing.
        ...(dryRun && made ? { id: null, mail: null } : {}),
      };
    }),
  );
}

/** Whether a mail goes out, or a link is made. */
export const isToBeSent = (result: SendResult): boolean => isMade(result);

const isMade = ({ outcome }: SentLink): boolean => outcome === 'created' || outcome === 'updated';

function actionOf(link: SentLink, dryRun: boolean): SendAction {
  if (!isMade(link)) return link.outcome === 'skipped' ? 'skipped' : 'unchanged';
  if (dryRun) return link.mail === null ? 'would-create' : 'would-send';
  if (link.mail !== null) return 'queued';
  return link.link === undefined ? 'created' : 'printed';
}

/** What a mail's state right after the commit means for the one who sent it. */
const actionOfState: Record<MailState, SendAction> = {
  queued: 'queued',
  sending: 'queued',
  deferred: 'queued',
  sent: 'sent',
  failed: 'failed',
  cancelled: 'failed',
  uncertain: 'uncertain',
};

/** The results with what became of their mails (I6). */
export const withDelivery = (
  batch: Batch<SendResult>,
  mails: ReadonlyMap<number, Delivery>,
): Batch<SendResult> => ({
  ...batch,
  results: batch.results.map((result) => {
    const delivery = result.mail === null ? undefined : mails.get(result.mail);
    return delivery === undefined
      ? result
      : { ...result, action: actionOfState[delivery.state], reason: delivery.reason };
  }),
});

export const sentView: BatchView<SendResult> = {
  kind: 'batch',
  fields: [
    { key: 'email', heading: 'E-mail' },
    { key: 'account', heading: 'Account', text: ({ account }) => account?.name ?? '' },
    { key: 'action', heading: 'Action' },
    { key: 'outcome', heading: 'Outcome' },
    { key: 'reason', heading: 'Reason' },
    { key: 'expiresAt', heading: 'Expires' },
    { key: 'link', heading: 'Link' },
    { key: 'mail', heading: 'Mail', align: 'right' },
    { key: 'id', heading: 'ID', align: 'right' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ id }) => id ?? '',
  line: ({ link }) => link,
};

/** One line for each address; `what` is sent, as in "invitation". */
export const sentReport =
  (what: string) =>
  ({ results }: Batch<SendResult>): ReportLine[] => [
    ...(results.length === 0 ? [{ tone: 'note' as const, text: 'no e-mails' }] : []),
    ...results.map((result) => ({
      tone: troubled.has(result.action) ? ('warning' as const) : ('done' as const),
      text: sentence(what, result),
    })),
    ...[...new Set(results.flatMap(({ warnings }) => warnings))].map((text) => ({
      tone: 'warning' as const,
      text,
    })),
  ];

const troubled: ReadonlySet<SendAction> = new Set(['failed', 'uncertain']);

/** How an action reads behind what it was done with. */
const words: Record<SendAction, string> = {
  sent: 'sent',
  queued: 'queued',
  failed: 'not sent',
  uncertain: 'nobody knows whether it arrived',
  printed: 'printed',
  created: 'made',
  'would-send': 'would be sent',
  'would-create': 'would be made',
  unchanged: '',
  skipped: 'skipped',
};

/** An address in a sentence, with the account that it was about. */
export const whom = ({ email, account }: Pick<SentLink, 'email' | 'account'>): string =>
  account === null ? email : `${email} (account ${account.id} "${account.name}")`;

/** What was, or would be, done about an address, without the address. */
export const outlook = ({ action, reason }: Pick<SendResult, 'action' | 'reason'>): string =>
  [words[action], reason ?? ''].filter((text) => text !== '').join(': ');

function sentence(what: string, result: SendResult): string {
  const { action, expiresAt } = result;
  const about = outlook(result);
  if (action === 'unchanged' || action === 'skipped') return `${whom(result)}: ${about}`;
  const until = expiresAt === null ? '' : `, valid until ${minute(expiresAt)} UTC`;
  return `${what} to ${whom(result)}${until}: ${about}`;
}
