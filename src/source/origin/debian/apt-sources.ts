/** One entry of the machine's apt sources, whichever of the two formats it was written in (sources.list(5)). */
export interface AptSource {
  uris: string[];
  suites: string[];
  /** Everything else that says how the repository is trusted, as deb822 has it: `signed-by`, `trusted`, … */
  options: ReadonlyMap<string, string>;
}

/** What a source package index doesn't depend on, or what we set ourselves. */
const DROPPED = new Set([
  'types',
  'uris',
  'suites',
  'components',
  'enabled',
  ...['arch', 'architectures', 'lang', 'languages', 'target', 'targets'],
]);

/** Reads a `.sources` file. */
export function parseDeb822(text: string): AptSource[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .flatMap((paragraph) => {
      const fields = new Map<string, string>();
      for (const [, name = '', value = ''] of paragraph.matchAll(
        /^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm,
      )) {
        fields.set(name.toLowerCase(), value);
      }
      if (fields.get('enabled')?.trim().toLowerCase() === 'no') return [];
      return source(words(fields.get('uris')), words(fields.get('suites')), fields);
    });
}

/** Reads a `.list` file. */
export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = ''] = match;
    const fields = words(options).map((option): [string, string] => {
      const at = option.indexOf('=');
      return [option.slice(0, at).toLowerCase(), option.slice(at + 1).replaceAll(',', ' ')];
    });
    return source([uri], [suite], new Map(fields));
  });
}

function source(uris: string[], suites: string[], fields: Map<string, string>): AptSource[] {
  if (uris.length === 0 || suites.length === 0) return [];
  const options = new Map([...fields].filter(([name]) => !DROPPED.has(name)));
  return [{ uris, suites, options }];
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Names under which any Debian mirror knows its suites, whatever the release. */
const ROLLING = ['stable', 'oldstable', 'testing', 'unstable', 'sid'];

/**
 * The machine's own repository that is most likely to have a suite: the one it uses that suite of,
 * else the one that its own release, or a rolling suite, comes from.
 */
export function chooseRepository(
  sources: readonly AptSource[],
  suite: string,
  codename: string | undefined,
): AptSource | undefined {
  const names = [suite, ...(codename === undefined ? [] : [codename]), ...ROLLING];
  for (const name of names) {
    const found = sources.find(({ suites }) => suites.includes(name));
    if (found) return found;
  }
  return undefined;
}

/** The `.sources` file that gives the source packages of one suite. */
export function renderSource({ uris, options }: AptSource, suite: string): string {
  const fields = [
    'Types: deb-src',
    `URIs: ${uris.join(' ')}`,
    `Suites: ${suite}`,
    'Components: main',
    ...[...options].map(([name, value]) => `${name}:${value.startsWith('\n') ? '' : ' '}${value}`),
  ];
  return `${fields.join('\n')}\n`;
}

/** The settings of `apt-config dump` that a private configuration keeps: how to reach a mirror. */
export function keptSettings(dump: string): string[] {
  return dump
    .split('\n')
    .filter((line) => /^Acquire::[\w.:/-]+ "[^"]*";$/.test(line))
    .filter((line) => !/^Acquire::(IndexTargets|Changelogs|Languages|cdrom|Retries)\b/.test(line));
}

/** The release of this machine, from the text of os-release(5). */
export function codenameOf(osRelease: string): string | undefined {
  return /^VERSION_CODENAME="?([\w-]+)"?$/m.exec(osRelease)?.[1];
}
