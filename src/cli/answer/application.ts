import prettyBytes from 'pretty-bytes';
import { bold, cyan, dim, green } from 'yoctocolors';
import type { Answer, StagedApplication } from '../../buildpack/stage/index.js';
import { duration } from '../print/duration.js';
import { MARK } from '../print/program-line.js';

/** What staging came to: the buildpack's name for the application, its processes, the droplet. */
export function stagedText({ detected, processes, droplet }: StagedApplication): string {
  const commands = Object.entries(processes);
  return [
    '',
    `${green('✔')} staged${detected === '' ? '' : ` ${bold(detected)}`}`,
    ...(commands.length === 0
      ? ['  no processes: neither a Procfile nor bin/release names one']
      : commands.map(([type, command]) => `  ${cyan(type)} ${dim(MARK)} ${command}`)),
    `  ${cyan('path')}    ${droplet.path}`,
    `  ${cyan('size')}    ${prettyBytes(droplet.size)}`,
    `  ${cyan('sha256')}  ${droplet.sha256}`,
  ].join('\n');
}

/**
 * What an application answered: status, kind, and the beginning of the page.
 * @param body the page's lines
 */
export function answerText(
  path: string,
  answer: Omit<Answer, 'body'>,
  body: readonly string[],
): string {
  const { status, headers, milliseconds } = answer;
  const type = headers['content-type'];
  return [
    `${green('✔')} serves: GET ${path} answered ${bold(String(status))}${type === undefined ? '' : `, ${type}`} (${duration(milliseconds)})`,
    ...body.map((line) => `  ${dim(MARK)} ${line}`),
  ].join('\n');
}
