import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { ChainHead } from '../../src/domain/audit/model.ts';
import { verifyChain } from '../../src/domain/audit/verify.ts';
import { verified, verifiedFields, verifiedLines, verifiedPage } from './verified-view.ts';

const headInput = z
  .string()
  .regex(
    /^\d{1,9}:[0-9a-f]{64}$/,
    'must be a head as audit verify shows it: its position, a colon and 64 hexadecimal digits',
  )
  .transform((text): ChainHead => {
    const [position, hash = ''] = text.split(':');
    return { position: Number(position), hash };
  });

export const verify = defineCommand({
  description:
    'Every entry of the record of changes is part of a chain: each hash takes in the one before it. This reads all of it ' +
    'and says whether anything was changed, deleted, put in or reordered past kontor (exit code 8). Whoever can write the ' +
    'database can also cut the chain off, or make all of it anew: note the head that is shown, or keep the one that stands in a ' +
    'backup, and give it as --head later, which proves that everything up to it is still the same, but for people who were erased since.',
  examples: ['kontor audit verify', 'kontor audit verify -o json'],
  options: [
    {
      flags: '--head <position:hash>',
      summary: 'a head noted earlier: prove that it is still part of the chain',
    },
  ],
  database: 'read',
  input: z.object({ head: headInput.optional() }),
  run: async ({ deps, progress }, { head }) => verified(await verifyChain(deps, { noted: head, progress })),
  view: {
    kind: 'record',
    fields: verifiedFields,
    id: ({ head }) => head ?? '',
    count: ({ faultCount }) => faultCount,
    page: verifiedPage,
  },
  report: verifiedLines,
  ending: ({ sound }) => (sound ? undefined : 'findings'),
});
