import type { GuestPath } from '../../path.js';

/** What is in a root by its own account. */
export interface Offer {
  /** As `ldconfig -p` lists them: the loader takes the first of a name. */
  libraries: { name: string; path: string }[];
  /** Sorted, as the programs are. */
  loaders: string[];
  programs: string[];
}

/** Where programs are that scripts and people call by their names. */
const PROGRAM_FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin'];

/**
 * Says what a root offers, and copies its libraries and loaders; those that are the same file become
 * the same file again. $1 is the folder for the copies; what remains is where to look for programs.
 * The cache of ldconfig is made anew, since that of a root that was made on a machine of another
 * architecture lacks its libraries. A link that leads nowhere or in a circle makes find complain, and no more.
 */
const LOOK = `set -eu
copies=$1
shift
cache=$(mktemp)
ldconfig -X -i -C "$cache"
libraries=$(ldconfig -p -C "$cache")
rm "$cache"
printf '%s\\n' "$libraries"
loaders=$(
  for folder in /lib /lib32 /lib64 /usr/lib /usr/lib32 /usr/lib64; do
    [ ! -d "$folder" ] || find -L "$folder" -maxdepth 1 -type f -name 'ld*.so.[0-9]' || :
  done
)
printf '%s\\n' "$loaders" | sed 's/^/loader /'
for folder; do
  [ ! -d "$folder" ] || find -L "$folder" -maxdepth 1 -type f -perm /111 || :
done | sed 's/^/program /'
{ printf '%s\\n' "$libraries" | sed -n 's/^.* => //p'; printf '%s\\n' "$loaders"; } |
  while IFS= read -r path; do [ ! -f "$path" ] || printf '%s\\n' "$path"; done |
  xargs -d '\\n' cp -L --parents --preserve=links --target-directory="$copies" --
`;

/** The command that looks into a root and copies its libraries below a folder; see {@link parseOffer}. */
export function lookInto(copies: GuestPath): [string, ...string[]] {
  return ['sh', '-c', LOOK, 'look', copies, ...PROGRAM_FOLDERS];
}

/**
 * Reads what {@link lookInto} printed: the lines of `ldconfig -p`, and such with `loader` or `program`
 * before an absolute path.
 */
export function parseOffer(output: string): Offer {
  const paths = (kind: string) => {
    const lines = output.matchAll(new RegExp(`^${kind} (/.*)$`, 'gm'));
    return [...new Set(Array.from(lines, ([, path = '']) => path))].sort();
  };
  // In brackets is for whom: `libc.so.6 (libc6,x86-64, OS ABI: Linux 3.2.0) => /lib/…`.
  const libraries = output.matchAll(/^\t(\S+) \(.*\) => (\/.*)$/gm);
  return {
    libraries: Array.from(libraries, ([, name = '', path = '']) => ({ name, path })),
    loaders: paths('loader'),
    programs: paths('program'),
  };
}
