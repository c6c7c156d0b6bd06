import { BuilderError } from '../../error.js';
import { printable } from '../../text/index.js';
import type { Choice } from './choose.js';

/** What may be a part of a zip's name. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;

/** What a zip's name says. */
interface Name {
  readonly language: string;
  readonly version: string;
  readonly cached: boolean;
  /** Undefined: for any. */
  readonly stack: string | undefined;
  readonly profile: string | undefined;
  /** Whether dependencies were named that go or stay. */
  readonly custom: boolean;
}

/** `LANG_buildpack[-cached][-PROFILE][-custom][-STACK]-vVERSION.zip` */
export function zipName({ language, version, cached, stack, profile, custom }: Name): string {
  const words = [
    `${language}_buildpack`,
    ...(cached ? ['cached'] : []),
    ...(profile === undefined ? [] : [profile]),
    ...(custom ? ['custom'] : []),
    ...(stack === undefined ? [] : [stack]),
    `v${version}`,
  ];
  return `${words.join('-')}.zip`;
}

/**
 * Whether a name in a buildpack's folder is that of an earlier package, or of one that is being written:
 * such a file is never packed.
 */
export function isPackage(name: string, language: string): boolean {
  const rest = /^\.?(.*)$/s.exec(name)?.[1] ?? '';
  return rest.startsWith(`${language}_buildpack`) && /-v[^/]*\.zip(?:\.[^/]*\.tmp)?$/.test(rest);
}

/**
 * Refuses a word that would lead a file's name astray.
 * @param what it is, for the message: `the version`
 * @param where it comes from
 * @throws BuilderError BUILDPACK_INVALID
 */
export function requireWord(word: string, what: string, where: string): string {
  if (WORD.test(word)) return word;
  throw new BuilderError(
    'BUILDPACK_INVALID',
    word === ''
      ? `${where}: ${what} is empty.`
      : `${where}: ${what} can't be '${printable(word)}'.`,
    {
      hint: "It is a part of the zip's name: letters, digits and ._+~- only, the first one a letter or digit.",
    },
  );
}

/** Which choice of dependencies a zip's name tells. */
export function choiceWords({
  profile,
  include,
  exclude,
}: Choice): Pick<Name, 'profile' | 'custom'> {
  return { profile, custom: include.length + exclude.length > 0 };
}
