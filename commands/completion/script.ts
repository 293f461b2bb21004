import * as z from 'zod';
import { completionScripts, type Shell } from '../../src/cli/completion/scripts.ts';
import { defineCommand } from '../../src/cli/define-command.ts';

const places: Record<Shell, string> = {
  bash:
    'Write it to ~/.local/share/bash-completion/completions/kontor, or put this line into ~/.bashrc: ' +
    'source <(kontor completion bash). ',
  zsh:
    'Write it to a file _kontor in a folder of $fpath and begin a new shell, or put this line behind compinit in ~/.zshrc: ' +
    'source <(kontor completion zsh). ',
  fish: 'Write it to ~/.config/fish/completions/kontor.fish. ',
};

/** The command that prints the completion script of a shell. */
export const scriptCommand = (shell: Shell) =>
  defineCommand({
    description:
      `${places[shell]}Commands, options and their values are completed, and names, keys and e-mails of accounts, contacts, tags ` +
      'and fields of the database that is set. It only ever reads it, says nothing about errors, and offers no name that holds ' +
      'characters which could do harm.',
    examples: [`kontor completion ${shell}`, `kontor completion ${shell} -o json`],
    database: 'none',
    input: z.object({}),
    run: async () => completionScripts[shell],
    view: { kind: 'text', text: (script) => script },
  });
