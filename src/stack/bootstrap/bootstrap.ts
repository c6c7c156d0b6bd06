import { createReadStream } from 'node:fs';
import type { HostPath } from '../../path.js';

/**
 * As whom mmdebstrap makes a root: as root, in a user namespace, or, for another architecture than the
 * machine's, without running any program of it.
 */
export type BootstrapMode = 'root' | 'unshare' | 'chrootless';

/** What mmdebstrap makes: a root from nothing, or more packages on top of one. */
export interface Bootstrap {
  suite: string;
  /** Packages beside those of the variant or of the parent. */
  packages: readonly string[];
  /** Debian's name of the architecture. */
  architecture: string;
  /** Lines of a sources.list; mmdebstrap takes its own default when there are none. */
  mirrors: readonly string[];
  from: { variant: string } | { parent: HostPath };
  mode: BootstrapMode;
}

/**
 * Takes the lines of the sources.list from standard input, of which head(1) reads no more. A mirror's
 * address may have a password in it: so it isn't an argument, which everybody on the machine can read,
 * nor in a file that others can, be it only in the root while that is made in /tmp.
 */
function takeSources(bytes: number): string {
  return `umask 077; exec head --bytes=${bytes} >"$1/etc/apt/sources.list"`;
}

/** Of standard input the parent's tar is left; mmdebstrap has made the devices itself already. */
const UNPACK_PARENT = `exec tar --extract --directory "$1" --exclude './dev/*' <&0`;

/**
 * apt downloads as a user of its own where that one can get into the folder, and leaves it that
 * user's; so it always downloads as root, and the bytes don't depend on where the cache is.
 */
const SAME_USER = 'APT::Sandbox::User "root"';

/** Without a chroot, dpkg sees packages of another architecture than the machine's as not installed. */
const ANY_ARCHITECTURE = 'DPkg::Options { "--force-depends"; };';

/**
 * Comes with mmdebstrap: makes /bin, /lib and so on links into /usr where the suite has them so. Else
 * the package usrmerge does it, and only in a chroot.
 */
const MERGE_USR = '/usr/share/mmdebstrap/hooks/maybe-merged-usr';

/** What the machine or the day of making would leave in a root; mmdebstrap copies the mode of its files too. */
const CLEAN = [
  `rm -rf "$1/etc/resolv.conf" "$1"/var/log/*`,
  `rm -rf "$1/etc/apt/sources.list" "$1"/etc/apt/sources.list.d/* "$1/etc/apt/apt.conf.d/99mmdebstrap"`,
  `echo stack > "$1/etc/hostname" && chmod 644 "$1/etc/hostname"`,
].join('\n');

/** The machine's ldconfig leaves out libraries of other architectures, and writes its version down. */
const CLEAN_FOREIGN = [CLEAN, `rm -f "$1/etc/ld.so.cache"`].join('\n');

/** What mmdebstrap reads on standard input: the lines of a sources.list, then the parent's tar. */
export async function* mmdebstrapInput(bootstrap: Bootstrap): AsyncGenerator<Buffer> {
  const { from } = bootstrap;
  yield sourcesOf(bootstrap);
  if ('parent' in from) yield* createReadStream(from.parent);
}

function sourcesOf({ mirrors }: Pick<Bootstrap, 'mirrors'>): Buffer {
  return Buffer.from(mirrors.map((line) => `${line}\n`).join(''));
}

/**
 * The command line of mmdebstrap; it reads {@link mmdebstrapInput}, and writes a tar to standard output.
 * Pure.
 */
export function mmdebstrapArguments(bootstrap: Bootstrap): string[] {
  const { suite, packages, architecture, mirrors, from, mode } = bootstrap;
  const foreign = mode === 'chrootless';
  return [
    `--mode=${mode}`,
    `--architectures=${architecture}`,
    // The first of all hooks, since others run apt.
    ...(mirrors.length === 0 ? [] : [`--setup-hook=${takeSources(sourcesOf(bootstrap).length)}`]),
    ...('variant' in from
      ? [`--variant=${from.variant}`, ...(foreign ? [`--hook-dir=${MERGE_USR}`] : [])]
      : ['--variant=custom', `--setup-hook=${UNPACK_PARENT}`]),
    `--aptopt=${SAME_USER}`,
    ...(foreign ? [`--aptopt=${ANY_ARCHITECTURE}`] : []),
    ...(packages.length === 0 ? [] : [`--include=${packages.join(',')}`]),
    `--customize-hook=${foreign ? CLEAN_FOREIGN : CLEAN}`,
    '--format=tar',
    suite,
    '-',
    // Without any mirror it would take its own.
    ...(mirrors.length === 0 ? [] : ['']),
  ];
}
