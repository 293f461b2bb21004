import type { Progress } from '../../domain/progress.ts';
import { grouped } from '../../output/grouped.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Pace } from './pace.ts';

/** `import: 30,000 of 100,000 rows, 12,300/s, about 6 s left` */
export function progressSentence(command: string, progress: Progress, pace: Pace): string {
  const { total, note } = progress;
  const percent = total === undefined && pace.share !== undefined ? ` (${percentOf(pace.share)})` : '';
  const facts = [
    `${countOf(progress)}${percent}`,
    rateOf(pace),
    pace.left === undefined ? undefined : `about ${durationOf(pace.left)} left`,
    note,
  ];
  return safeText(`${command}: ${facts.filter((fact) => fact !== undefined).join(', ')}`);
}

/** The bar is worth its place from so many cells, and needs no more than so many; and those that stand around it. */
const bar = { least: 10, most: 40, around: 4 };

/**
 * `import  [=======>      ]  30%  30,000 rows  12,300/s  6 s left`, in so many cells: what matters least is left out where
 * there is no room. All of it is ASCII, so that a letter is a cell.
 */
export function progressBar(command: string, progress: Progress, pace: Pace, cells: number): string {
  const { share, left } = pace;
  const percent = share === undefined ? undefined : percentOf(share).padStart(4);
  const remaining = left === undefined ? undefined : `${durationOf(left)} left`;
  const most = [command, percent, countOf(progress), rateOf(pace), remaining, progress.note];
  const fewer = [
    most,
    [command, percent, countOf(progress), remaining, progress.note],
    [command, percent, remaining ?? countOf(progress)],
  ];
  const least = [[command, percent ?? countOf(progress)], [percent ?? countOf(progress)]];
  const fitting = (choices: typeof fewer, room: number) =>
    choices
      .map((facts) => facts.filter((fact) => fact !== undefined))
      .find((facts) => safeText(facts.join('  ')).length <= room);
  const beside = share === undefined ? undefined : fitting(fewer, cells - bar.least - bar.around);
  if (share === undefined || beside === undefined) {
    return safeText(fitting([...fewer, ...least], cells)?.join('  ') ?? '');
  }
  const [first = '', ...others] = beside;
  const room = Math.min(bar.most, cells - safeText(beside.join('  ')).length - bar.around);
  return safeText([first, `[${drawn(share, room)}]`, ...others].join('  '));
}

function drawn(share: number, cells: number): string {
  const full = Math.floor(share * cells);
  return `${'='.repeat(full)}${full < cells ? '>' : ''}`.padEnd(cells);
}

const countOf = ({ done, total, unit }: Progress): string =>
  total === undefined ? `${grouped(done)} ${unit}` : `${grouped(done)} of ${grouped(total)} ${unit}`;

/** Never 100 before it is done. */
const percentOf = (share: number): string => `${Math.floor(share * 100)}%`;

/** Three digits tell enough, and do not flicker. */
const rateOf = ({ rate }: Pace): string | undefined =>
  rate === undefined ? undefined : `${grouped(Number(rate.toPrecision(rate < 1 ? 1 : 3)))}/s`;

/** `6 s`, `2 min 5 s`, `1 h 20 min` */
function durationOf(seconds: number): string {
  // What is a millionth above a second is that second.
  const whole = Math.ceil(Number(seconds.toFixed(3)));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
