import { ARCHITECTURES } from '../architecture.js';
import { FIXED_PATH, GUEST, guestPath, type GuestPath } from '../path.js';
import type { ExpandedRecipe } from '../recipe/index.js';
import type { Request } from './request.js';

/** 1980-01-01, the first second that every archive format can hold: the one date of every build. */
export const EPOCH = 315_532_800;

/** What every step and every test sees, whatever it belongs to: nothing of the user's own environment. */
export const FIXED_ENVIRONMENT = {
  PATH: FIXED_PATH,
  HOME: GUEST.home,
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  TERM: 'dumb',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  SOURCE_DATE_EPOCH: String(EPOCH),
} as const;

/** Where a recipe's tree is staged: below DESTDIR at its prefix, or in the staging folder itself. */
export function stagedTree(recipe: Pick<ExpandedRecipe, 'installTo' | 'prefix'>): GuestPath {
  return recipe.installTo === 'destdir' ? guestPath(GUEST.staging, recipe.prefix) : GUEST.staging;
}

/** The variables that every step of a build has. */
export function buildEnvironment(
  recipe: ExpandedRecipe,
  request: Pick<Request, 'name' | 'version' | 'arch'>,
): Record<string, string> {
  return {
    ...FIXED_ENVIRONMENT,
    ...recipe.environment,
    BB_NAME: request.name,
    BB_VERSION: request.version,
    BB_ARCH: request.arch,
    BB_TRIPLET: ARCHITECTURES[request.arch].triplet,
    PREFIX: recipe.prefix,
    BB_FILES: GUEST.files,
    BB_SOURCE: GUEST.source,
    ...(hasBeside(recipe) ? { BB_SOURCES: GUEST.further } : {}),
    TREE: stagedTree(recipe),
    // Before a path of the platform it is right everywhere: here it is the whole root.
    SYSROOT: '',
    ...(recipe.installTo === 'destdir'
      ? { CONFIGURE_PREFIX: recipe.prefix, DESTDIR: GUEST.staging }
      : { CONFIGURE_PREFIX: GUEST.staging }),
  };
}

/** Whether something of what is taken beside the source isn't put into it. */
export function hasBeside({ sources }: Pick<ExpandedRecipe, 'sources'>): boolean {
  return sources.some(({ into }) => into === undefined);
}
