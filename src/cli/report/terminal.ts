import logUpdate from 'log-update';
import { bold, cyan, dim } from 'yoctocolors';
import type { Event } from '../../event.js';
import { duration, linesOf, nameOf, progressLine } from './lines.js';
import type { Reporter } from './reporter.js';

const REFRESH_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

interface LiveBuild {
  phase: string;
  since: number;
  newest: string;
}

/** A live line per build: phase, elapsed time, newest line of its log. What is done stays above. */
export function terminalReporter(): Reporter {
  const builds = new Map<string, LiveBuild>();
  const downloads = new Map<string, string>();
  const stacks = new Map<string, string>();
  let frame = 0;
  const timer = setInterval(draw, REFRESH_MS);
  timer.unref();

  function draw(): void {
    frame = (frame + 1) % FRAMES.length;
    const width = process.stdout.columns;
    const lines = [
      ...[...builds].map(([build, live]) => buildLine(build, live)),
      ...[...downloads.values()].map((line) => `  ${line}`),
      ...[...stacks].map(([stack, line]) => `  ${bold(stack)} ${dim(line)}`),
    ];
    logUpdate(lines.map((line) => clip(line, width)).join('\n'));
  }

  function buildLine(build: string, { phase, since, newest }: LiveBuild): string {
    const elapsed = duration(performance.now() - since);
    return `${cyan(FRAMES[frame] ?? '')} ${bold(nameOf(build))} ${phase} ${elapsed} ${dim(newest)}`;
  }

  function follow(event: Event): void {
    switch (event.type) {
      case 'build.started':
        builds.set(event.build, { phase: 'preparing', since: performance.now(), newest: '' });
        break;
      case 'phase.started':
        builds.set(event.build, { phase: event.phase, since: performance.now(), newest: '' });
        // Whatever starts a phase has its stack.
        stacks.clear();
        break;
      case 'log': {
        const live = builds.get(event.build);
        if (live && event.line.trim() !== '') live.newest = event.line.trim();
        break;
      }
      case 'build.finished':
      case 'build.failed':
        builds.delete(event.build);
        break;
      case 'stack.log':
        stacks.set(event.stack, event.line);
        break;
      case 'source.progress':
        downloads.set(event.url, progressLine(event));
        break;
      case 'source.ready':
      case 'source.failed':
        downloads.delete(event.url);
        break;
      default:
    }
  }

  return {
    show(event) {
      follow(event);
      const lines = linesOf(event);
      if (lines.length === 0) return;
      logUpdate.clear();
      process.stdout.write(`${lines.join('\n')}\n`);
      draw();
    },
    close() {
      clearInterval(timer);
      logUpdate.clear();
      logUpdate.done();
    },
  };
}

/** Cuts a line to the terminal's width, so that one build stays one line. Escape codes take no room. */
function clip(line: string, width: number): string {
  let room = width - 1;
  // eslint-disable-next-line no-control-regex -- escape codes start with a control character
  return line.replace(/(\u001B\[[0-9;]*m)|(.)/gsu, (whole, code: string | undefined) => {
    if (code !== undefined) return whole;
    room -= 1;
    return room >= 0 ? whole : '';
  });
}
