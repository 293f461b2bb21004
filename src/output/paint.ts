import type { ChalkInstance } from 'chalk';
import type { Tone } from './view.ts';

/** Colours a piece of safe text. Without a tone, or on a stream without colour, the text stays as it is. */
export type Paint = (text: string, tone: Tone | undefined) => string;

const style = (chalk: ChalkInstance, tone: Tone): ChalkInstance => {
  switch (tone) {
    case 'good':
      return chalk.green;
    case 'warning':
      return chalk.yellow;
    case 'bad':
      return chalk.red;
    case 'muted':
      return chalk.dim;
    case 'strong':
      return chalk.bold;
  }
};

/** The paint of one stream. chalk is loaded only where there is colour; its sixteen colours follow the terminal's theme. */
export async function paintFor(color: boolean): Promise<Paint> {
  if (!color) return (text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return (text, tone) => (tone === undefined || text === '' ? text : style(chalk, tone)(text));
}
