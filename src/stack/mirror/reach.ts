import { readFile } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { publicUri } from '../../network/index.js';
import { MIRROR_VARIABLE } from './mirror.js';

/** What the making of a root may reach: its mirrors, and nothing else. */
export interface Reach {
  /** `host:port` of the mirrors that are asked over HTTP. */
  http: ReadonlySet<string>;
  /** `host:port` of the mirrors that a tunnel may lead to. */
  https: ReadonlySet<string>;
  /** Folders of the machine that are mirrors, and files that list some. */
  paths: readonly HostPath[];
}

/** `deb [options] URI suite component`, as sources.list(5) has it. */
const LINE = /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)/;

/** `mirror+file:/etc/apt/mirrors/debian.list`, as apt-transport-mirror(1) has it. */
const LIST = /^mirror\+file:(?:\/\/)?(\/.*)$/;

/**
 * What the lines of a sources.list lead to, those of lists of mirrors included.
 * @throws BuilderError STACK_NOT_READY
 */
export async function readReach(lines: readonly string[]): Promise<Reach> {
  if (lines.length === 0) {
    throw new BuilderError('STACK_NOT_READY', "this machine's apt knows no mirror of Debian", {
      hint: `Name one with ${MIRROR_VARIABLE}: packages of another architecture reach nothing else.`,
    });
  }
  const uris = lines.map((line) => LINE.exec(line)?.[1] ?? line);
  const listed = await Promise.all(
    uris.flatMap((uri) => LIST.exec(uri)?.[1] ?? []).map((file) => readFile(file, 'utf8')),
  ).catch((error: unknown) => {
    throw new BuilderError('STACK_NOT_READY', `a list of mirrors can't be read`, { cause: error });
  });
  return reachOf([...uris, ...listed.flatMap(mirrorsIn)]);
}

/** The mirrors in a list of them, one in a line, with what is said of it after it. Pure. */
export function mirrorsIn(list: string): string[] {
  return list.split('\n').flatMap((line) => {
    const [uri = ''] = line.trim().split(/\s/);
    return uri === '' || uri.startsWith('#') ? [] : [uri];
  });
}

/**
 * What addresses of mirrors lead to. Pure.
 * @throws BuilderError STACK_NOT_READY for one that a confined apt can't have
 */
export function reachOf(uris: readonly string[]): Reach {
  const http = new Set<string>();
  const https = new Set<string>();
  const paths = new Set<HostPath>();
  for (const uri of uris) {
    const path = LIST.exec(uri)?.[1] ?? /^(?:file|copy):(?:\/\/)?(\/.*)$/.exec(uri)?.[1];
    const url = path === undefined && URL.canParse(uri) ? new URL(uri) : undefined;
    const folder = path === undefined ? undefined : hostPath(path);
    if (folder !== undefined && folder !== '/') paths.add(folder);
    else if (url?.protocol === 'http:') http.add(authorityOf(url));
    else if (url?.protocol === 'https:') https.add(authorityOf(url));
    else throw unreachable(uri);
  }
  return { http, https, paths: [...paths] };
}

/** `host:port` of an address. */
export function authorityOf({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

function unreachable(uri: string): BuilderError {
  return new BuilderError(
    'STACK_NOT_READY',
    `a root of another architecture can't be made from ${publicUri(uri)}`,
    {
      hint: `Its packages reach their mirrors alone, and those have to be http:, https:, file: or copy:. Name one with ${MIRROR_VARIABLE}.`,
    },
  );
}
