import { PipeClosed, type Sink } from './settings.ts';

/** What is asked of a stream. */
interface Stream {
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: 'error' | 'close', heard: (error: Error) => void): unknown;
}

/** What a write meets when the reader of a pipe or socket has gone, or the stream ended under us. */
const closed = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

const asFailure = (error: NodeJS.ErrnoException): Error =>
  closed.has(error.code ?? '') ? new PipeClosed('the reader closed the output', { cause: error }) : error;

/**
 * A stream as a sink. A write resolves when the text has been handed on, so that a slow reader slows us down
 * instead of filling memory; it rejects with PipeClosed when the reader is gone, and with the stream's own error
 * (a full disk) otherwise. After a failure every further write fails in the same way.
 */
export function sinkFor(stream: Stream): Sink {
  let failure: Error | undefined;
  const fail = (error: Error): Error => {
    failure ??= asFailure(error);
    return failure;
  };
  // A pipe also reports its closing between two writes; unheard, that would end the process.
  stream.on('error', fail);
  stream.on('close', () => fail(new PipeClosed('the output was closed')));
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        stream.write(text, (error) => (error ? reject(fail(error)) : resolve()));
      }),
  };
}

/** A sink whose stream is made for its first text. */
export function sinkOnceUsed(stream: () => Stream): Sink {
  let sink: Sink | undefined;
  return {
    write: (text) => {
      sink ??= sinkFor(stream());
      return sink.write(text);
    },
  };
}
