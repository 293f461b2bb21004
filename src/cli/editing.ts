import { cancelledError, KontorError } from '../errors.ts';
import type { Context } from './context.ts';
import type { Editing, Opened } from './define-command.ts';
import { Again, asksToMend, type Draft, type Drafting, isMistake, requireAgreement } from './draft.ts';
import { type WorkFile, workFile } from './editor.ts';

const reopen = 'open the editor again';

/**
 * Has a record changed in the user's editor. What is different is shown, and saved when somebody agrees; a mistake is told,
 * and the file is opened again, or kept where it is.
 */
export function edited(
  { terminal, call, look, show, tell }: Drafting,
  context: Context,
  { editing, input }: { editing: Editing<unknown>; input: unknown },
): Draft {
  let work: { file: WorkFile; opened: Opened<unknown> } | undefined;
  let text: string | undefined;

  const begin = async () => {
    const opened = await look((deps) => editing.open(deps, input));
    return { opened, file: await workFile(context, opened.text, 'record.yaml') };
  };

  return {
    attempt: async () => {
      work ??= await begin();
      text ??= await work.file.edited();
      const { input: made, changes } = work.opened.read(text);
      const approve = async () => {
        await show(changes.map(({ field, from, to }) => ({ label: field, value: `${from} → ${to}` })));
        await requireAgreement(terminal, editing.question, `no, ${reopen}`);
      };
      return { call, input: made, approve: changes.length === 0 ? undefined : approve };
    },
    goesOn: async (error) => {
      if (work === undefined || text === undefined) return false;
      if (!(error instanceof Again)) {
        const { kept } = work.file;
        // What was opened is not what is there any more: that text can never be saved.
        if (!isMistake(error) || error.code === 'VERSION_CONFLICT') {
          throw error instanceof KontorError && error.kind !== 'cancelled' ? kept(error) : error;
        }
        await tell(error);
        if (!(await asksToMend(terminal, reopen))) throw kept(cancelledError());
      }
      text = undefined;
      return true;
    },
    done: async () => work?.file.done(),
  };
}
