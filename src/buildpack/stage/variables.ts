import { BuilderError } from '../../error.js';
import { FIXED_ENVIRONMENT } from '../../plan/index.js';
import { PLATFORM, PORT } from './platform.js';

/** Variables that say where things are: with another value nothing would be found. */
const RESERVED: ReadonlySet<string> = new Set([
  'CF_STACK',
  'DEPS_DIR',
  'HOME',
  'PATH',
  'PORT',
  'PWD',
  'STACK',
  'TMPDIR',
  'USER',
  'VCAP_APP_PORT',
]);

/**
 * Reads `NAME=VALUE` texts; of several with one name the last one counts.
 * @throws BuilderError USAGE for what is no variable, or one that the platform sets
 */
export function parseVariables(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map(parseVariable));
}

function parseVariable(text: string): [string, string] {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^\0]*)$/.exec(text);
  if (match === null) {
    throw new BuilderError('USAGE', `--env takes NAME=VALUE, not '${text}'.`, {
      hint: 'A name has letters, digits and _, and no digit in front.',
    });
  }
  const [, name = '', value = ''] = match;
  if (RESERVED.has(name)) {
    throw new BuilderError('USAGE', `--env can't change ${name}: the platform sets it.`, {
      hint: `It sets these too: ${[...RESERVED].filter((other) => other !== name).join(', ')}.`,
    });
  }
  return [name, value];
}

/** What the platform tells an application of itself; the same for all, so that droplets don't differ. */
const APPLICATION = {
  application_name: 'application',
  application_uris: ['localhost'],
  limits: { disk: 1024, fds: 16384, mem: 1024 },
  name: 'application',
  uris: ['localhost'],
} as const;

function common(stack: string): Record<string, string> {
  return {
    PATH: FIXED_ENVIRONMENT.PATH,
    HOME: PLATFORM.home,
    USER: 'vcap',
    LOGNAME: 'vcap',
    SHELL: '/bin/bash',
    TERM: 'dumb',
    LANG: 'C.UTF-8',
    TMPDIR: `${PLATFORM.home}/tmp`,
    CF_STACK: stack,
    STACK: stack,
    MEMORY_LIMIT: '1024m',
    VCAP_APPLICATION: JSON.stringify(APPLICATION),
    VCAP_SERVICES: '{}',
  };
}

/** The whole environment of a buildpack's scripts. Pure. */
export function stagingEnvironment(
  stack: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...common(stack),
    // Every file of a droplet has this date, and .pyc files that were made by it stay good.
    SOURCE_DATE_EPOCH: FIXED_ENVIRONMENT.SOURCE_DATE_EPOCH,
    ...added,
  };
}

/** The whole environment of an application. Pure. */
export function runEnvironment(
  stack: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...common(stack),
    HOME: PLATFORM.app,
    DEPS_DIR: `${PLATFORM.home}/deps`,
    INSTANCE_INDEX: '0',
    CF_INSTANCE_INDEX: '0',
    PORT,
    VCAP_APP_HOST: '0.0.0.0',
    VCAP_APP_PORT: PORT,
    VCAP_APPLICATION: JSON.stringify({
      ...APPLICATION,
      host: '0.0.0.0',
      instance_index: 0,
      port: Number(PORT),
    }),
    ...added,
  };
}
