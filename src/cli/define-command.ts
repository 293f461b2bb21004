import type { Readable } from 'node:stream';
import type { Configuration } from '../config.ts';
import type { SchemaAdministration, Transactions } from '../db/database.ts';
import type { Deps } from '../domain/deps.ts';
import type { Delivery, Runs } from '../domain/mail/model.ts';
import type { OnProgress } from '../domain/progress.ts';
import type { ErrorKind, KontorError } from '../errors.ts';
import type {
  AnswersResult,
  AnswersView,
  BatchResult,
  BatchView,
  ListResult,
  ListView,
  Pair,
  RecordView,
  ReportLine,
  StreamView,
  TextView,
  View,
} from '../output/view.ts';
import type { Answers, LinesToRun } from './batch/model.ts';
import type { Machine } from './context.ts';

/** An argument of a command, in commander's spelling of its name: `account`, `[account]`, `contact...`. */
export interface ArgumentSpec {
  name: string;
  summary: string;
  optional?: boolean;
  /** Takes all that follow. */
  several?: boolean;
  /** Values that completion offers; the input decides which are taken. */
  suggests?: readonly string[];
}

/** An option: `flags` as commander reads them (`--type <type>`, `-x, --extra`, `--no-wrap`, `--all [section]`). */
export interface OptionSpec {
  flags: string;
  summary: string;
  /** The values allowed; anything else is refused, naming them. */
  choices?: readonly string[];
  /** Values that completion offers where others are taken, too. */
  suggests?: readonly string[];
  /** May be given several times; the values come as an array; `true` as soon as one was left out. */
  repeatable?: boolean;
}

/** What stood on the command line: camelCase names, strings as typed, booleans for switches. */
export interface Raw {
  args: Record<string, string | string[] | undefined>;
  options: Record<string, string | string[] | boolean | undefined>;
}

/** Options and arguments with their values, as if they had been typed: the same names as in `Raw`. */
export type Given = Readonly<Record<string, string | true>>;

/** Something that may be meant by what somebody types. */
export interface Suggestion {
  label: string;
  aside?: string;
  /** What taking it answers; several options may go together (a tag that is new, and the leave to make it). */
  gives: Given;
}

/** One of the answers to a question that can be told beforehand. */
export type Alternative = Omit<Suggestion, 'aside'>;

/**
 * Asked on a terminal when the answer was not given; elsewhere the input's own check refuses its absence. What is typed is
 * checked by the input at once, and asked for again where it does not fit.
 */
export interface Question {
  /** Name of the option or argument that answers it: a key of `Raw.options` or `Raw.args`. */
  answers: string;
  when: (raw: Raw) => boolean;
  message: string;
  /** What the answer is called where all answers are shown; the name of the option if left out. */
  label?: string;
  choices?: readonly string[];
  /** What may be meant by a text, looked for while it is typed; the first ones for an empty text. */
  search?: (deps: Deps, text: string) => Promise<Suggestion[]>;
  /** What else may be typed there, below the list. */
  hint?: string;
  /** Any of these, or none; what is given by them is not asked for when one of their options was named. */
  any?: readonly Alternative[];
  /** Asked until nothing more is answered. */
  several?: boolean;
  /** Enter alone answers nothing, as if the option had not been named. */
  optional?: boolean;
  /** What a list calls that. */
  none?: string;
  /**
   * What is typed is not shown; with `twice` it is asked for again, so that a slip does not lock anybody out. The answer
   * is found in `Raw.options` although no option of that name exists: secrets never stand on a command line.
   */
  secret?: 'once' | 'twice';
}

/**
 * Makes one conversation of a command's questions: they are asked where the command line says too little, optional ones,
 * too; then what is to be written is shown, and nothing is written before somebody has agreed.
 */
export interface Interview<Result> {
  /** Whether what was typed says too little. */
  when: (raw: Raw) => boolean;
  /** As in "Create this account?" */
  question: string;
  /** What is not answered by anybody but follows, from the run itself, rolled back. */
  follows?: (preview: Result) => Pair[];
}

/** A record as the text that somebody changes in their editor. */
export interface Opened<Input> {
  text: string;
  /** What the changed text asks for. Throws INVALID_TEXT (exit 2), naming the line. */
  read: (text: string) => { input: Input; changes: readonly Change[] };
}

/** What is different in one field. */
export interface Change {
  field: string;
  from: string;
  to: string;
}

/** Has the input made in the user's editor, from what is there. */
export interface Editing<Input> {
  asked: (input: Input) => boolean;
  open: (deps: Deps, input: Input) => Promise<Opened<Input>>;
  /** As in "Save these changes?" */
  question: string;
}

/** A question with the refusal that stands in its place where nobody can be asked. */
export interface Confirmation {
  question: string;
  refusal: KontorError;
}

/** The part of a zod schema that the kernel uses. */
export interface InputSchema<Input> {
  safeParse(
    value: unknown,
    how?: { jitless?: boolean },
  ):
    | { success: true; data: Input }
    | { success: false; error: { issues: ReadonlyArray<{ path: PropertyKey[]; message: string }> } };
}

/** What every running command is given beside the database. */
export interface BaseSession {
  readonly configuration: Configuration;
  /** Standard input. Only commands that were told to read it (`-`, `--…-stdin`) may touch it. */
  readonly stdin: Readable;
  /** The lines of a file, trimmed and without blank ones; `-` is standard input. */
  readonly lines: (file: string) => Promise<readonly string[]>;
  /** The whole text of a file of at most 64 MiB, as it is; `-` is standard input. */
  readonly text: (file: string) => Promise<string>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** This run among all runs on all machines. */
  readonly runs: Runs;
  readonly machine: Machine;
  /** Says how far a long command is, as often as it is convenient; what is shown of it is decided elsewhere. */
  readonly progress: OnProgress;
}

/**
 * Lets the user write in their editor, beginning with a text, and passes on what it says then. When `save` refuses that, the
 * file stays, and the error says where. Throws EDITOR_FAILED (exit 2), and CANCELLED when the editor was stopped.
 */
export type Compose = <Result>(present: string, save: (text: string) => Promise<Result>) => Promise<Result>;

/**
 * What the database part of a command is: nothing, a read, a write (dry-run capable), several units of work with something
 * slow between them, the schema itself, the database as a whole with all that belongs to it, or whatever other commands do.
 */
export type DatabaseUse = 'none' | 'optional' | 'read' | 'write' | 'works' | 'schema' | 'whole' | 'commands';

export type SessionFor<Use extends DatabaseUse> = BaseSession &
  (Use extends 'read' | 'write'
    ? { readonly deps: Deps; readonly dryRun: boolean }
    : Use extends 'optional'
      ? {
          readonly deps: Deps | undefined;
          /** Why there are no deps: the database is missing, unreachable, old … */
          readonly unavailable?: KontorError;
        }
      : Use extends 'works'
        ? {
            readonly dryRun: boolean;
            readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
            /** In a dry run rolled back. Not stopped by Ctrl-C: what was done outside must be stored. */
            readonly write: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
            /** Undefined where nobody sits at a terminal. Writing takes its time: never inside a unit of work. */
            readonly compose: Compose | undefined;
          }
        : Use extends 'commands'
          ? {
              readonly dryRun: boolean;
              /** Runs command lines, each when its answer is asked for. */
              readonly answers: (lines: LinesToRun) => Promise<Answers>;
            }
          : Use extends 'schema'
            ? {
                readonly schema: SchemaAdministration;
                readonly dryRun: boolean;
                readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
                readonly write: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
              }
            : Use extends 'whole'
              ? {
                  readonly dryRun: boolean;
                  /** For programs of others that are run: where they are found, and how they connect. */
                  readonly env: Readonly<Record<string, string | undefined>>;
                  readonly clock: () => Date;
                  /** Of this program. */
                  readonly version: string;
                  /** A unit of work on a database that the command has at hand: not the one that is set, but a copy. */
                  readonly writeTo: <T>(
                    database: Transactions,
                    work: (deps: Deps) => Promise<T>,
                  ) => Promise<T>;
                }
              : unknown);

export interface CommandDefinition<Use extends DatabaseUse, Input, Result> {
  /** More about it than its summary, for its help. */
  description?: string;
  /** Two to four real command lines, each run by a test. */
  examples: readonly string[];
  arguments?: readonly ArgumentSpec[];
  options?: readonly OptionSpec[];
  database: Use;
  /** From the command line to the input's shape; by default arguments and options in one object. */
  collect?: (raw: Raw) => unknown;
  input: InputSchema<Input>;
  ask?: readonly Question[];
  interview?: Interview<NoInfer<Result>>;
  editing?: Editing<NoInfer<Input>>;
  /** Says of a writing command that it changes nothing when called like this: then it runs as a read. */
  onlyReads?: (input: NoInfer<Input>) => boolean;
  /** The fields shown for this input when `--fields` names none; `undefined` stands for the view's own. */
  show?: (input: NoInfer<Input>) => readonly string[] | undefined;
  /** Whether what does not fit on the terminal goes through the user's pager. */
  pages?: (input: NoInfer<Input>) => boolean;
  run: (session: SessionFor<Use>, input: Input) => Promise<Result>;
  /**
   * Runs several inputs as one set, with the same results as one after the other; lines of a batch are run so. `alike` names
   * what inputs have to have in common for that, and nothing for one that has to be run by itself.
   */
  several?: {
    alike: (input: NoInfer<Input>) => string | undefined;
    run: (deps: Deps, inputs: ReadonlyArray<NoInfer<Input>>) => Promise<Array<NoInfer<Result>>>;
  };
  /**
   * The question before something is destroyed. It is made from a preview: the run itself, rolled back.
   * `undefined` means that nothing has to be asked.
   */
  confirm?: (preview: NoInfer<Result>, input: NoInfer<Input>) => string | Confirmation | undefined;
  /** Whether something may have to be asked for this input; without a doubt there is no preview. Always, when left out. */
  mayNeedConsent?: (input: NoInfer<Input>) => boolean;
  /** The input after consent to a preview: where it was chosen what is changed, nothing else may be, whatever happened since. */
  agreed?: (input: NoInfer<Input>, preview: NoInfer<Result>) => NoInfer<Input>;
  /** It does something that no rollback takes back, so it cannot be part of what is done whole or not at all. */
  isIrrevocable?: boolean;
  /** What the delivery of the mails queued by this run makes of its result (I6); called after the commit. */
  delivered?: (result: NoInfer<Result>, mails: ReadonlyMap<number, Delivery>) => NoInfer<Result>;
  /** A refusal that leaves something behind: it is thrown after the commit (a wrong password is counted). */
  refused?: (result: NoInfer<Result>) => KontorError | undefined;
  view: View<Result>;
  /** How the result is shown for this input, where it is of another kind than `view` is made for. */
  // biome-ignore lint/suspicious/noExplicitAny: a view of other records than the result of `view` has
  otherView?: (input: NoInfer<Input>) => ListView<any> | undefined;
  report?: (result: NoInfer<Result>, dryRun: boolean) => ReportLine[];
  /** An ending that is no error and yet not 0: `exists` says no, a batch is partly done. */
  ending?: (result: NoInfer<Result>) => ErrorKind | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of commands holds many inputs and results
export type AnyCommand = CommandDefinition<any, any, any>;

/** A command by the word that calls it; its definition is loaded only when it is called. */
export interface VerbEntry {
  /** `create` */
  name: string;
  summary: string;
  load: () => Promise<AnyCommand>;
}

/** The verbs of a noun, in the order of its help. */
export interface CommandGroup {
  verbs: readonly VerbEntry[];
  /** What the noun does without a verb (`import FILE`). */
  self?: () => Promise<AnyCommand>;
}

/** A noun in commands/index.ts: with verbs, or a command by itself. */
export interface GroupEntry {
  /** `account` */
  name: string;
  summary: string;
  load: () => Promise<CommandGroup | AnyCommand>;
}

/** A definition whose `view` is known to fit its result; what each kind of view asks of the result. */
type Showing<Use extends DatabaseUse, Input, Result, Shown> = Omit<
  CommandDefinition<Use, Input, Result>,
  'view'
> & {
  view: Shown;
};

/**
 * Declares a command. Only types are added here: what stands in the file is the whole command. One overload for each
 * kind of view, so that `run` alone decides what the other parts are given; TypeScript reads from top to bottom, so
 * `run` stands before `confirm`, `view`, `report` and `ending`.
 */
export function defineCommand<const Use extends DatabaseUse, Input, Row, More>(
  definition: Showing<Use, Input, ListResult<Row> & More, ListView<Row>>,
): CommandDefinition<Use, Input, ListResult<Row> & More>;
export function defineCommand<const Use extends DatabaseUse, Input, Item, More>(
  definition: Showing<Use, Input, BatchResult<Item> & More, BatchView<Item>>,
): CommandDefinition<Use, Input, BatchResult<Item> & More>;
export function defineCommand<const Use extends DatabaseUse, Input, Item, More>(
  definition: Showing<Use, Input, AnswersResult<Item> & More, AnswersView<Item>>,
): CommandDefinition<Use, Input, AnswersResult<Item> & More>;
export function defineCommand<const Use extends DatabaseUse, Input, Result>(
  definition: Showing<Use, Input, Result, RecordView<Result> | TextView<Result> | StreamView<Result>>,
): CommandDefinition<Use, Input, Result>;
export function defineCommand(definition: AnyCommand): AnyCommand {
  return definition;
}

export const defineGroup = (group: CommandGroup): CommandGroup => group;
