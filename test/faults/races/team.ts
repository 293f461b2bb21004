import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Workshop } from '../workshop.ts';
import type { FromRacer, RacerEnd, Task, ToRacer } from './messages.ts';

/** Two processes that run commands against each other. */
export interface Team {
  /** Lets both begin at the same moment, but for how late each of them is to be; how they ended. */
  race: (tasks: readonly [Task, Task]) => Promise<[RacerEnd, RacerEnd]>;
  leave: () => Promise<void>;
}

/** Longer than a command waits for another one. */
const longestMs = 60_000;

export function makeTeam({ folder }: Workshop): Team {
  const racers = [racerIn(folder), racerIn(folder)] as const;
  return {
    race: async (tasks) => {
      const runs = racers.map((racer, index) => racer.start(tasks[index] as Task)) as [Running, Running];
      // One that was refused before it came to the door keeps nobody waiting.
      await Promise.all(runs.map(({ door, end }) => Promise.race([door, end])));
      for (const racer of racers) racer.say('go');
      return [await runs[0].end, await runs[1].end];
    },
    leave: async () => {
      await Promise.all(racers.map((racer) => racer.leave()));
    },
  };
}

interface Running {
  readonly door: Promise<unknown>;
  readonly end: Promise<RacerEnd>;
}

function racerIn(folder: string) {
  const child: ChildProcess = fork(path.join(folder, 'dist', 'racer.cjs'), { serialization: 'json' });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const say = (message: ToRacer) => child.send(message);
  return {
    say,
    start: (task: Task): Running => {
      const running = awaited(child);
      say({ task });
      return running;
    },
    leave: async () => {
      if (child.connected) say('leave');
      await gone;
    },
  };
}

/** What a racer says about the task that it is given next. */
function awaited(child: ChildProcess): Running {
  let atDoor = () => {};
  const door = new Promise<void>((resolve) => {
    atDoor = resolve;
  });
  const end = new Promise<RacerEnd>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      child.off('message', heard);
      child.off('exit', left);
    };
    const heard = (message: FromRacer) => {
      if (message === 'at the door') return atDoor();
      stop();
      resolve(message.end);
    };
    const left = () => {
      stop();
      reject(new Error('a racer has ended by itself'));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
    }, longestMs);
    child.on('message', heard);
    child.on('exit', left);
  });
  return { door, end };
}
