import prettyBytes from 'pretty-bytes';
import { bold, cyan, dim, green, red, yellow } from 'yoctocolors';
import type { Event } from '../../event.js';
import { printableText } from '../../text/index.js';
import { duration } from '../print/duration.js';
import { programLine } from '../print/program-line.js';
import { printableEvent } from './event.js';

/**
 * The lines that an event leaves in a log or above a live region; none for what only moves. What is
 * foreign in them is harmless, and what a program wrote stands behind a mark.
 */
export function linesOf(event: Event, wording: Wording = 'own'): string[] {
  return ownLines(printableEvent(event), wording);
}

/** How things are said: as we do, or where scripts look for a line of the platform's old builder, as that did. */
export type Wording = 'own' | 'classic';

function ownLines(event: Event, wording: Wording): string[] {
  switch (event.type) {
    case 'stack.selected':
      return [`${bold(nameOf(event.build))} Stack: ${event.stack} (${event.reason})`];
    case 'mode.selected':
      return event.mode === 'native'
        ? []
        : [`${bold(nameOf(event.build))} Build for ${event.arch}: ${event.mode} (${event.reason})`];
    case 'runner.selected':
      return [`${bold(nameOf(event.build))} Runner: ${event.runner} (${event.reason})`];
    case 'source.url': {
      const line = `Source URL: ${event.url}`;
      return [wording === 'classic' ? line : `${bold(nameOf(event.build))} ${line}`];
    }
    case 'stack.progress':
      return [`${bold(event.stack)} ${event.message}`];
    case 'source.retrying':
      return [yellow(`${event.url}: ${event.reason}: asked again in ${pauseText(event)}`)];
    case 'source.failed':
      return [yellow(`not from ${event.url}: ${event.reason}`)];
    case 'source.ready': {
      const how = event.cached ? 'cached, verified again' : 'downloaded, verified';
      return [`${dim('source')} ${event.path} (${prettyBytes(event.size)}, ${how})`];
    }
    case 'source.waiting':
      return [yellow(`${event.url} waits: ${event.reason}`)];
    case 'build.waiting':
      return [yellow(`${nameOf(event.build)} waits: ${event.reason}`)];
    case 'phase.finished':
      return [
        `${bold(nameOf(event.build))} ${green('✔')} ${event.phase} ${dim(duration(event.milliseconds))}`,
      ];
    case 'warning':
      return [yellow(`warning: ${event.message}`)];
    case 'build.finished':
      return [
        event.reused
          ? `${bold(nameOf(event.build))} ${green('✔')} already built, nothing to do ${dim(duration(event.milliseconds))}`
          : `${bold(nameOf(event.build))} ${green('✔')} built ${dim(duration(event.milliseconds))}`,
        `  ${cyan('path')}    ${event.artifact.path}`,
        `  ${cyan('size')}    ${prettyBytes(event.artifact.size)}`,
        `  ${cyan('md5')}     ${event.artifact.md5}`,
        `  ${cyan('sha256')}  ${event.artifact.sha256}`,
        '',
        'Manifest entry:',
        ...event.entry.trimEnd().split('\n'),
        '',
      ];
    case 'script.started':
      return [`${cyan('──')} ${bold(event.script)}`];
    case 'script.line':
      return [programLine(event.script, event.line)];
    case 'script.finished':
      return event.exitCode === 0
        ? [`${cyan('──')} ${bold(event.script)} ${green('✔')} ${dim(duration(event.milliseconds))}`]
        : [`${cyan('──')} ${bold(event.script)} ${red(`ended with ${event.exitCode}`)}`];
    case 'build.started':
    case 'build.failed':
    case 'phase.started':
    case 'part.finished':
    case 'source.progress':
    case 'stack.log':
    case 'log':
      return [];
  }
}

/** How long until a server is asked again, and what it wants where that is longer than anybody waits. */
function pauseText({
  milliseconds,
  asked = 0,
  longest,
}: Extract<Event, { type: 'source.retrying' }>): string {
  const pause = duration(milliseconds);
  if (longest === undefined || asked <= longest) return pause;
  return `${pause} (it says ${duration(asked)}; ${duration(longest)} is the longest that anybody waits)`;
}

/** A build's name without the digits that only tell it apart from others like it. */
export function nameOf(build: string): string {
  return build.replace(/-[0-9a-f]{8}$/, '');
}

/** How far a download is. */
export function progressLine(event: Extract<Event, { type: 'source.progress' }>): string {
  const { received, total, bytesPerSecond } = event;
  const url = printableText(event.url);
  const share =
    total === undefined
      ? ''
      : ` of ${prettyBytes(total)} (${Math.floor((received / total) * 100)} %)`;
  return `${prettyBytes(received)}${share}, ${prettyBytes(bytesPerSecond)}/s ${dim(url)}`;
}
