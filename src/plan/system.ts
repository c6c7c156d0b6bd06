import type { ExpandedRecipe } from '../recipe/index.js';

/** What a build system does in the phases that it knows. */
type SystemPhases = Partial<Record<'configure' | 'make' | 'install', string>>;

/**
 * The build systems that recipes name, each described once. Scripts are constant: the recipe's
 * arguments follow as "$@", everything else comes from the environment.
 *
 * `CONFIGURE_PREFIX` is the prefix, or the staging folder for a recipe that installs straight
 * into it; `DESTDIR` is set in the former case only.
 */
export const SYSTEMS: Record<ExpandedRecipe['system'], SystemPhases> = {
  autotools: {
    configure: './configure --prefix="$CONFIGURE_PREFIX" "$@"',
    make: 'make -j"$JOBS" "$@"',
    install: 'make install ${DESTDIR:+DESTDIR="$DESTDIR"} "$@"',
  },
  cmake: {
    configure:
      'cmake -S . -B _build -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$CONFIGURE_PREFIX" "$@"',
    make: 'cmake --build _build --parallel "$JOBS" "$@"',
    install: 'cmake --install _build "$@"',
  },
  custom: {},
};
