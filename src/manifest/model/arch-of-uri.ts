import { ARCH_NAMES, ARCHITECTURES, type Arch } from '../../architecture.js';

/** What else architectures are called in file names, beside our name, Debian's and the kernel's. */
const FURTHER: Partial<Record<Arch, readonly string[]>> = {
  x64: ['x86-64'],
  ppc64le: ['powerpc64le'],
};

/** Every word that stands for an architecture in file names. */
const ARCH_OF_WORD = new Map<string, Arch>(
  ARCH_NAMES.flatMap((arch) => {
    const { debian, machine } = ARCHITECTURES[arch];
    return [arch, debian, machine, ...(FURTHER[arch] ?? [])].map((word) => [word, arch] as const);
  }),
);

const WORDS = [...ARCH_OF_WORD.keys()].join('|');

/** None a part of another word. */
const WORD = new RegExp(`(?<![a-z0-9])(?:${WORDS})(?![a-z0-9])`, 'g');

/** As nearly all name it: `NAME-VERSION-linux-ARCH`. */
const BEHIND_LINUX = new RegExp(`(?<![a-z0-9])linux[-_.](${WORDS})(?![a-z0-9])`);

const NO_ARCH = /(?<![a-z0-9])(?:noarch|any[-_]?arch)(?![a-z0-9])/;

/**
 * The architecture that a uri's file name tells, as `python-3.5.2-linux-x64.tgz` does; undefined when
 * it tells none. Of several, as in `gcc-s390x-linux-gnu_12_amd64.deb`, the one behind `linux`, or else
 * the last, is that of the file; the others are a part of its name.
 */
export function archOfUri(uri: string): Arch | undefined {
  const file = fileIn(uri);
  const word = BEHIND_LINUX.exec(file)?.[1] ?? file.match(WORD)?.at(-1);
  return word === undefined ? undefined : ARCH_OF_WORD.get(word);
}

/** Whether a uri's file name says that it is for every architecture: `pip_24.0_linux_noarch_….tgz`. */
export function isForEveryArch(uri: string): boolean {
  return archOfUri(uri) === undefined && NO_ARCH.test(fileIn(uri));
}

/** The architecture that a stack's name ends with, as `cflinuxfs3-s390x` does, and the name before it. */
export function archOfStack(stack: string): ArchOfStack | undefined {
  const [, base, separator, word] = STACK.exec(stack) ?? [];
  const arch = word === undefined ? undefined : ARCH_OF_WORD.get(word);
  if (base === undefined || separator === undefined || word === undefined || arch === undefined)
    return undefined;
  return { base, separator, word, arch };
}

/** See {@link archOfStack}. */
interface ArchOfStack {
  readonly base: string;
  readonly separator: string;
  readonly word: string;
  readonly arch: Arch;
}

const STACK = new RegExp(`^(.+)([-_.])(${WORDS})$`);

function fileIn(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}
