import { cancelledError } from '../errors.ts';
import type { Pair } from '../output/view.ts';
import { Again, asksToMend, type Draft, type Drafting, isMistake, requireAgreement } from './draft.ts';
import { kebabCase } from './flags.ts';
import { askChoice } from './prompts.ts';
import { type Answer, conversation } from './questions.ts';

/**
 * Asks what a command needs to know. Where the questions are an interview, nothing is written before somebody has seen
 * what that is and agreed; each answer can be changed until then.
 */
export function questioned({ terminal, call, look, show, tell }: Drafting): Draft {
  const { definition, raw } = call;
  const { interview } = definition;
  const { answers, ask, raw: known } = conversation(terminal, definition, raw, look);
  let isReady = false;

  const change = async () => {
    const anew = await askChoice(
      terminal,
      'Which answer?',
      answers().map((answer) => ({
        label: nameOf(answer),
        aside: readable(answer),
        value: answer.question,
      })),
    );
    await ask(anew);
  };

  return {
    attempt: async () => {
      // Nobody answers questions for a database that is not there.
      if (!isReady && interview !== undefined) await look(async () => {});
      if (!isReady) await ask();
      isReady = true;
      const approve = async (preview: unknown) => {
        await show([...answers().map(pairOf), ...(interview?.follows?.(preview) ?? [])]);
        await requireAgreement(terminal, interview?.question ?? '', 'no, change an answer');
      };
      return { call: { ...call, raw: known() }, approve: interview && approve };
    },
    goesOn: async (error) => {
      if (interview === undefined || !isReady) return false;
      if (!(error instanceof Again)) {
        if (!isMistake(error)) return false;
        await tell(error);
        if (!(await asksToMend(terminal, 'change an answer'))) throw cancelledError();
      }
      await change();
      return true;
    },
    done: async () => {},
  };
}

/** What an answer is about: `companyName` → `Company name`. */
const nameOf = ({ question: { label, answers } }: Answer): string => {
  const words = kebabCase(answers).replaceAll('-', ' ');
  return label ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const readable = ({ shown }: Answer): string => (shown === '' ? '–' : shown);

const pairOf = (answer: Answer): Pair => ({ label: nameOf(answer), value: readable(answer) });
