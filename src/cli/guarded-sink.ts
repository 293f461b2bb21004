import { cancelledError, KontorError } from '../errors.ts';
import { PipeClosed, type Sink } from '../output/settings.ts';

/**
 * Standard output as commands see it. With a signal a write after Ctrl-C throws CANCELLED, so that a long list stops; a device that
 * takes no more becomes an error with one line; a reader that is gone stays `PipeClosed`.
 */
export const guardedSink = (sink: Sink, signal?: AbortSignal): Sink => ({
  write: async (text) => {
    if (signal?.aborted) throw cancelledError('cancelled');
    try {
      await sink.write(text);
    } catch (error) {
      if (error instanceof PipeClosed) throw error;
      throw outputFailed(error);
    }
  },
});

const outputFailed = (error: unknown): KontorError => {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOSPC' ? 'no space left on the device' : (code ?? message);
  return new KontorError('defect', 'OUTPUT_FAILED', `Standard output could not be written: ${reason}.`, {
    hint: 'A change that the command had already saved stays saved.',
    cause: error,
  });
};
