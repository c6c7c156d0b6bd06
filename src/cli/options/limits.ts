import * as z from 'zod';
import { BuilderError } from '../../error.js';
import {
  DOWNLOAD_LIMIT_NAMES,
  type DownloadLimitName,
  type DownloadLimitSettings,
  LIMIT_NAMES,
  type LimitName,
  type LimitSettings,
  limitTakes,
  parseLimitValue,
} from '../../limit.js';
import { didYouMean } from '../../text/index.js';
import { flag, option } from '../describe/option.js';

/** What the command line says of limits. */
export type SaidLimits = LimitSettings & DownloadLimitSettings;

type AnyLimitName = LimitName | DownloadLimitName;

const ALL: readonly AnyLimitName[] = [...LIMIT_NAMES, ...DOWNLOAD_LIMIT_NAMES];

/** `--limit NAME=VALUE`, as often as somebody likes, of what a verb does. */
function limitOption(says: string, names: readonly AnyLimitName[]) {
  const read = (texts: readonly string[]) => parseLimitOptions(texts, names);
  return option(z.array(z.string()).default([]).transform(read), {
    value: '<NAME=VALUE>',
    says,
    choices: names.map((name) => `${name}=`),
    repeatable: true,
  });
}

/** What limits something that is run, and the downloads that it takes. */
export function runLimitOption(what: string, example: string) {
  return limitOption(
    `what ${what} may take: ${ALL.join(', ')}, as in ${example} (repeatable)`,
    ALL,
  );
}

/** What limits a build's steps, and the downloads that it takes. */
export const stepLimitOption = runLimitOption('a step or a download', 'time=8h');

/** What limits a buildpack's own script, which no sandbox holds to more, and downloads. */
export const scriptLimitOption = limitOption(
  `what pre_package (time) or a download (${DOWNLOAD_LIMIT_NAMES.join(', ')}) may take, as in time=1h (repeatable)`,
  ['time', ...DOWNLOAD_LIMIT_NAMES],
);

/** What limits downloads, of verbs that run nothing. */
export const downloadLimitOption = limitOption(
  `what a download may take: ${DOWNLOAD_LIMIT_NAMES.join(', ')}, as in download-size=16G (repeatable)`,
  DOWNLOAD_LIMIT_NAMES,
);

/** Whether servers outside may send a download to addresses inside. */
export const privateRedirectsOption = flag(
  'follow redirects from outside to loopback, link-local and private addresses',
);

/**
 * The limits that the command line says; of one name the last counts.
 * @param names those that the verb knows
 * @throws BuilderError USAGE
 */
export function parseLimitOptions(texts: readonly string[], names = ALL): SaidLimits {
  return Object.fromEntries(texts.map((text) => parseLimitOption(text, names)));
}

function parseLimitOption(text: string, names: readonly AnyLimitName[]) {
  const at = text.indexOf('=');
  const [written, value] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const name = names.find((known) => known === written);
  if (name === undefined) {
    throw new BuilderError('USAGE', `There is no limit '${written}'.`, {
      hint:
        didYouMean(written, names) + `--limit takes NAME=VALUE; limits are ${names.join(', ')}.`,
    });
  }
  const parsed = parseLimitValue(name, value);
  if (parsed !== undefined) return [name, parsed] as const;
  throw new BuilderError('USAGE', `--limit ${name} takes ${limitTakes(name)}, not '${value}'.`);
}
