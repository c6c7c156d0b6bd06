import { writeFileAtomic } from '../../files/index.js';
import { hostPath, inHost } from '../../path.js';
import { told } from '../print/told.js';
import { print } from '../session/print.js';
import {
  buildTimes,
  type Observed,
  timingsAnswer,
  timingsText,
  traceJson,
} from '../timings/index.js';

/**
 * Tells where the time of builds went, those that failed too, and leaves a trace of each.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function tellTimings(
  observed: readonly Observed[],
  options: { readonly json: boolean; readonly outputDir: string },
): Promise<void> {
  const folder = inHost(hostPath(options.outputDir), 'timings');
  for (const times of buildTimes(observed)) {
    const trace = inHost(folder, `${times.build}.trace.json`);
    await writeFileAtomic(trace, traceJson(times));
    print(options, timingsAnswer(times, trace), told(timingsText, times, trace));
  }
}
