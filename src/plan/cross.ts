import { ARCHITECTURES, type Arch } from '../architecture.js';
import { GUEST } from '../path.js';
import {
  fillTemplate,
  type CrossValues,
  type ExpandedSystem,
  type RecipeFile,
} from '../recipe/index.js';

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
 * sysroot is in no command line that a configure script keeps; and the build system's files. Kept compiler
 * results are used where there are any.
 */
export function crossTools(system: ExpandedSystem, arch: Arch, machine: Arch): RecipeFile[] {
  const { triplet } = ARCHITECTURES[arch];
  const values = crossValues(arch, machine);
  return [
    ...COMPILERS.map((name) => ({ name: `${triplet}-${name}`, content: wrapper(triplet, name) })),
    ...(system.cross?.files ?? []).map(({ name, content }) => ({
      name,
      content: fillTemplate(content, values),
    })),
  ];
}

function crossValues(arch: Arch, machine: Arch): CrossValues {
  const { machine: name, family, elf } = ARCHITECTURES[arch];
  return {
    'build-triplet': ARCHITECTURES[machine].triplet,
    machine: name,
    'cpu-family': family,
    endian: elf.endianness,
    sysroot: GUEST.sysroot,
    'cross-files': GUEST.tools,
  };
}

function wrapper(triplet: string, name: string): string {
  const { sysroot } = GUEST;
  return `#!/bin/sh
exec \${CCACHE_DIR:+ccache} /usr/bin/${triplet}-${name} --sysroot=${sysroot} -ffile-prefix-map=${sysroot}= "$@"
`;
}

/** The variables that steps have only when they cross compile. */
export function crossEnvironment(
  system: ExpandedSystem,
  { arch, machine }: { arch: Arch; machine: Arch },
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  const { triplet } = ARCHITECTURES[arch];
  const { sysroot, tools, needs } = GUEST;
  const { PATH = '', ...rest } = environment;
  const values = crossValues(arch, machine);
  const told = Object.entries(system.cross?.environment ?? {});
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
    ...Object.fromEntries(told.map(([name, value]) => [name, fillTemplate(value, values)])),
    ...rest,
    SYSROOT: sysroot,
    PATH: `${tools}:${PATH}`,
  };
}

/** The arguments by which a build system's configure learns that it cross compiles. */
export function crossArguments(system: ExpandedSystem, arch: Arch, machine: Arch): string[] {
  const values = crossValues(arch, machine);
  return (system.cross?.args ?? []).map((argument) => fillTemplate(argument, values));
}
