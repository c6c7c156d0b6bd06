import logUpdate from 'log-update';
import { bold, cyan, dim } from 'yoctocolors';
import type { Event } from '../../event.js';
import { duration } from '../print/duration.js';
import { onlyColours } from '../print/output.js';
import { MARK, programLine } from '../print/program-line.js';
import { clip, fold } from '../print/width.js';
import { printableEvent } from './event.js';
import { linesOf, nameOf, progressLine, type Wording } from './lines.js';
import type { Reporter } from './reporter.js';

const REFRESH_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

interface LiveBuild {
  phase: string;
  since: number;
  newest: string;
}

/** A live line per build: phase, elapsed time, newest line of its log. What is done stays above. */
export function terminalReporter({ wording }: { wording?: Wording } = {}): Reporter {
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
      ...[...stacks].map(([stack, line]) => `  ${bold(stack)} ${dim(`${MARK} ${line}`)}`),
    ];
    logUpdate(lines.map((line) => clip(onlyColours(line), width)).join('\n'));
  }

  function buildLine(build: string, { phase, since, newest }: LiveBuild): string {
    const elapsed = duration(performance.now() - since);
    const said = newest === '' ? '' : dim(`${MARK} ${newest}`);
    return `${cyan(FRAMES[frame] ?? '')} ${bold(nameOf(build))} ${phase} ${elapsed} ${said}`;
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
        if (live && event.line.trim() !== '') live.newest = inOneRow(event.line);
        break;
      }
      case 'build.finished':
      case 'build.failed':
        builds.delete(event.build);
        break;
      case 'stack.log':
        stacks.set(event.stack, inOneRow(event.line));
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
      follow(printableEvent(event));
      const lines = rowsOf(event, process.stdout.columns, wording);
      if (lines.length === 0) return;
      logUpdate.clear();
      process.stdout.write(onlyColours(`${lines.join('\n')}\n`));
      draw();
    },
    close() {
      clearInterval(timer);
      logUpdate.clear();
      logUpdate.done();
    },
  };
}

/** A tab would move by more columns than one is counted for. */
function inOneRow(line: string): string {
  return line.trim().replaceAll('\t', ' ');
}

/** A terminal that is narrower has no room for anything. */
const NARROWEST = 20;

/**
 * What an event leaves above the live lines. A program's line that is longer than a row has its mark in
 * every row, since the next row would else begin with whatever the program wants.
 */
function rowsOf(event: Event, width: number, wording: Wording | undefined): string[] {
  const shown = printableEvent(event);
  if (shown.type !== 'script.line') return linesOf(event, wording);
  const { script, line } = shown;
  const room = Math.max(NARROWEST, width - `${script} ${MARK} `.length);
  const pieces = fold(line.replaceAll('\t', ' '.repeat(8)), room);
  return pieces.length === 1 ? linesOf(event) : pieces.map((piece) => programLine(script, piece));
}
