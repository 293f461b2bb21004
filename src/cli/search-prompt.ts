import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  makeTheme,
  useEffect,
  useKeypress,
  usePagination,
  usePrefix,
  useRef,
  useState,
} from '@inquirer/core';

/** A line of the list; the answer is the one that was taken. */
export interface Hit {
  name: string;
  /** What stands behind the question once this is taken; the name if left out. */
  short?: string;
  /** It only says something, and cannot be taken. */
  isNote?: boolean;
}

interface Styles {
  style: { searchTerm: (text: string) => string; note: (text: string) => string };
  icon: { cursor: string };
}

interface Config {
  message: string;
  /** What is found for a text. Its errors are shown in place of a list. */
  find: (text: string) => Promise<readonly Hit[]>;
  pageSize: number;
  help: string;
  theme?: Parameters<typeof makeTheme<Styles>>[number];
}

/** Somebody who types quickly wants to see what the whole word finds. */
const restMs = 120;

const plainStyles: Styles = {
  style: { searchTerm: (text) => text, note: (text) => text },
  icon: { cursor: '>' },
};

/**
 * A list that follows what is typed. inquirer's own would take a line of the list for the text before, where Enter comes
 * quicker than what is found: here Enter counts for what is typed, and only when that has been looked for.
 */
export const searchPrompt = createPrompt<Hit, Config>((config, done) => {
  const theme = makeTheme<Styles>(plainStyles, config.theme);
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ text: string; hits: readonly Hit[] } | undefined>(undefined);
  const [active, setActive] = useState(0);
  const [problem, setProblem] = useState('');
  const [taken, setTaken] = useState<Hit | undefined>(undefined);
  const isEntered = useRef(false);
  const isLoading = found?.text !== text && problem === '';
  const prefix = usePrefix({ status: taken ? 'done' : isLoading ? 'loading' : 'idle', theme });

  const take = (hit: Hit) => {
    setTaken(hit);
    done(hit);
  };

  useEffect(() => {
    const left = new AbortController();
    const look = async () => {
      if (text !== '') await new Promise((resolve) => setTimeout(resolve, restMs));
      if (left.signal.aborted) return;
      try {
        const hits = await config.find(text);
        if (left.signal.aborted) return;
        setFound({ text, hits });
        setActive(next(hits, -1, 1));
        setProblem('');
        const [only, ...others] = hits.filter(({ isNote }) => isNote !== true);
        if (isEntered.current && only !== undefined && others.length === 0) take(only);
      } catch (error) {
        if (!left.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
      }
      isEntered.current = false;
    };
    void look();
    return () => left.abort();
  }, [text]);

  useKeypress((key, rl) => {
    if (taken !== undefined) return;
    if (isEnterKey(key)) {
      const hit = isLoading ? undefined : found?.hits[active];
      isEntered.current = isLoading;
      if (hit !== undefined && hit.isNote !== true) take(hit);
      // readline has emptied its line.
      else rl.write(text);
    } else if (isUpKey(key) || isDownKey(key) || isTabKey(key) || key.name in leaps) {
      rl.clearLine(0);
      rl.write(text);
      const step = leaps[key.name] ?? (isUpKey(key) ? -1 : isDownKey(key) ? 1 : 0);
      if (found !== undefined && step !== 0) setActive(leap(found.hits, active, step));
    } else {
      isEntered.current = false;
      setProblem('');
      setText(rl.line);
    }
  });

  const message = theme.style.message(config.message, taken ? 'done' : 'idle');
  if (taken !== undefined) return `${prefix} ${message} ${theme.style.answer(taken.short ?? taken.name)}`;
  const hits = found?.hits ?? [];
  const list = usePagination({
    items: hits,
    active,
    renderItem: ({ item, isActive }) => {
      if (item.isNote) return theme.style.note(`  ${item.name}`);
      return isActive ? theme.style.highlight(`${theme.icon.cursor} ${item.name}`) : `  ${item.name}`;
    },
    pageSize: config.pageSize,
    loop: false,
  });
  const nothing = found !== undefined && hits.length === 0 ? theme.style.note('  nothing found') : '';
  return [
    `${prefix} ${message} ${theme.style.searchTerm(text)}`.trimEnd(),
    [problem === '' ? list || nothing : theme.style.error(problem), theme.style.note(config.help)]
      .filter((part) => part !== '')
      .join('\n'),
  ];
});

const leaps: Record<string, number> = { pageup: -5, pagedown: 5, home: -1_000, end: 1_000 };

/** The nearest line in a direction that can be taken; where there is none, the one at hand. */
function next(hits: readonly Hit[], from: number, step: 1 | -1): number {
  for (let at = from + step; at >= 0 && at < hits.length; at += step) if (!hits[at]?.isNote) return at;
  return Math.max(from, 0);
}

function leap(hits: readonly Hit[], from: number, steps: number): number {
  let at = from;
  for (let left = Math.abs(steps); left > 0; left -= 1) at = next(hits, at, steps < 0 ? -1 : 1);
  return at;
}
