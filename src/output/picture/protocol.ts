/** How pictures come onto a terminal. */
export const pictureWays = ['kitty', 'iterm2', 'sixel', 'blocks'] as const;
export type PictureWay = (typeof pictureWays)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a terminal can, told by its environment: asking it would mean waiting for an answer that most never give. Inside tmux and
 * screen, which do not pass pictures on, and wherever nothing is known, pictures are made of block characters.
 */
export function pictureWay(env: Environment): PictureWay {
  const term = env.TERM ?? '';
  const program = (env.TERM_PROGRAM ?? '').toLowerCase();
  if (isSet(env.TMUX) || isSet(env.STY) || /^(?:screen|tmux)/.test(term)) return 'blocks';
  if (
    isSet(env.KITTY_WINDOW_ID) ||
    isSet(env.GHOSTTY_RESOURCES_DIR) ||
    /^xterm-(?:kitty|ghostty)/.test(term)
  ) {
    return 'kitty';
  }
  if (program === 'ghostty' || Number(env.KONSOLE_VERSION) >= 220_400) return 'kitty';
  if (['iterm.app', 'wezterm', 'mintty'].includes(program)) return 'iterm2';
  if ((env.LC_TERMINAL ?? '').toLowerCase() === 'iterm2') return 'iterm2';
  return /^(?:foot|mlterm|contour|yaft)|sixel/.test(term) ? 'sixel' : 'blocks';
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** How many colours block characters can have: sixteen (1), 256 (2) or all (3). */
export function colorDepth({ COLORTERM, TERM }: Environment): 1 | 2 | 3 {
  if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return 3;
  return /256/.test(TERM ?? '') ? 2 : 1;
}
