import { runInNewContext } from 'node:vm';

/** Long enough for a machine that is busy with something else, short enough to wait for. */
const MILLISECONDS = 300;

/**
 * What a function answers, or undefined when it doesn't in a third of a second. It is tried a second time:
 * the first one may have waited for the machine. Node ends regular expressions too, which nothing
 * else can.
 */
export function answerInTime<Answer>(run: () => Answer): Answer | undefined {
  return attempt(run) ?? attempt(run);
}

function attempt<Answer>(run: () => Answer): Answer | undefined {
  let answer: Answer | undefined;
  const work = () => {
    answer = run();
  };
  try {
    runInNewContext('work()', { work }, { timeout: MILLISECONDS });
    return answer;
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
}

/** It is an error of the other context, and so no Error of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
