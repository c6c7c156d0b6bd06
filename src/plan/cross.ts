import { ARCHITECTURES, type Arch } from '../architecture.js';
import { GUEST, guestPath } from '../path.js';
import type { ExpandedRecipe, RecipeFile } from '../recipe/index.js';

/** The file that tells CMake of the cross compiler. */
const TOOLCHAIN = 'toolchain.cmake';

/** Programs of a cross toolchain under the variables that makefiles and configure scripts know them by. */
const PROGRAMS = {
  CC: 'gcc',
  CXX: 'g++',
  AR: 'ar',
  LD: 'ld',
  NM: 'nm',
  OBJCOPY: 'objcopy',
  OBJDUMP: 'objdump',
  RANLIB: 'ranlib',
  READELF: 'readelf',
  STRIP: 'strip',
} as const;

/** Those that read headers and libraries, and so have to be told whose. */
const COMPILERS = ['gcc', 'g++', 'cpp'] as const;

/**
 * What stands before the cross compiler: scripts by its names that tell it the sysroot, so that the
 * sysroot is in no command line that a configure script keeps; and CMake's file. Kept compiler results
 * are used where there are any.
 */
export function crossTools(arch: Arch): RecipeFile[] {
  const { triplet } = ARCHITECTURES[arch];
  return [
    ...COMPILERS.map((name) => ({ name: `${triplet}-${name}`, content: wrapper(triplet, name) })),
    { name: TOOLCHAIN, content: cmakeToolchain(arch) },
  ];
}

function wrapper(triplet: string, name: string): string {
  const { sysroot } = GUEST;
  return `#!/bin/sh
exec \${CCACHE_DIR:+ccache} /usr/bin/${triplet}-${name} --sysroot=${sysroot} -ffile-prefix-map=${sysroot}= "$@"
`;
}

/** As cmake-toolchains(7) has it for Linux. */
function cmakeToolchain(arch: Arch): string {
  const { triplet, machine } = ARCHITECTURES[arch];
  return `set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${machine})
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(CMAKE_FIND_ROOT_PATH ${GUEST.sysroot})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
`;
}

/** The variables that steps have only when they cross compile. */
export function crossEnvironment(
  arch: Arch,
  machine: Arch,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  const { triplet } = ARCHITECTURES[arch];
  const { sysroot, tools, needs } = GUEST;
  const { PATH = '', ...rest } = environment;
  return {
    ...Object.fromEntries(
      Object.entries(PROGRAMS).map(([name, program]) => [name, `${triplet}-${program}`]),
    ),
    BB_BUILD_TRIPLET: ARCHITECTURES[machine].triplet,
    NEEDS: needs,
    // Nothing of the machine's own libraries is found, and what is found is found in the sysroot.
    PKG_CONFIG_LIBDIR: ['lib', `lib/${triplet}`, 'share']
      .map((folder) => `${sysroot}/usr/${folder}/pkgconfig`)
      .join(':'),
    PKG_CONFIG_SYSROOT_DIR: sysroot,
    // What compilers search by themselves is left out of flags, as it is in the root itself.
    PKG_CONFIG_SYSTEM_INCLUDE_PATH: `${sysroot}/usr/include`,
    PKG_CONFIG_SYSTEM_LIBRARY_PATH: `${sysroot}/usr/lib/${triplet}:${sysroot}/usr/lib`,
    ...rest,
    SYSROOT: sysroot,
    PATH: `${tools}:${PATH}`,
  };
}

/** The arguments by which a build system's configure learns that it cross compiles. */
export function crossArguments(
  system: ExpandedRecipe['system'],
  arch: Arch,
  machine: Arch,
): string[] {
  switch (system) {
    case 'autotools':
      return [`--build=${ARCHITECTURES[machine].triplet}`, `--host=${ARCHITECTURES[arch].triplet}`];
    case 'cmake':
      return [`-DCMAKE_TOOLCHAIN_FILE=${guestPath(GUEST.tools, TOOLCHAIN)}`];
    case 'custom':
      return [];
  }
}
