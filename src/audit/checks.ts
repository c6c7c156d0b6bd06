import type { Check } from './check.js';
import { bytecode } from './checks/bytecode.js';
import { caseCollision } from './checks/case-collision.js';
import { distInfo } from './checks/dist-info.js';
import { duplicate } from './checks/duplicate.js';
import { elfMachine } from './checks/elf-machine.js';
import { empty } from './checks/empty.js';
import { executableStack } from './checks/executable-stack.js';
import { filesChanged } from './checks/files-changed.js';
import { glibcMax } from './checks/glibc-max.js';
import { libtoolPrefix } from './checks/libtool-prefix.js';
import { linkFlags } from './checks/link-flags.js';
import { neededUnresolved } from './checks/needed-unresolved.js';
import { noRelro } from './checks/no-relro.js';
import { noTest } from './checks/no-test.js';
import { objectFile } from './checks/object-file.js';
import { pkgconfigPrefix } from './checks/pkgconfig-prefix.js';
import { prefixLeak } from './checks/prefix-leak.js';
import { pythonPath } from './checks/python-path.js';
import { rpathOutside } from './checks/rpath-outside.js';
import { setuid } from './checks/setuid.js';
import { shebang } from './checks/shebang.js';
import { sizeJump } from './checks/size-jump.js';
import { staticArchive } from './checks/static-archive.js';
import { symlinkAbsolute } from './checks/symlink-absolute.js';
import { symlinkDangling } from './checks/symlink-dangling.js';
import { textRelocations } from './checks/text-relocations.js';
import { unsafePath } from './checks/unsafe-path.js';
import { unstripped } from './checks/unstripped.js';
import { worldWritable } from './checks/world-writable.js';

/** Every check by its id, in the order in which they run and are listed: errors, then warnings. */
export const checks: Readonly<Record<string, Check>> = register([
  prefixLeak,
  libtoolPrefix,
  pkgconfigPrefix,
  shebang,
  elfMachine,
  glibcMax,
  neededUnresolved,
  rpathOutside,
  symlinkAbsolute,
  symlinkDangling,
  setuid,
  worldWritable,
  caseCollision,
  unsafePath,
  empty,
  unstripped,
  staticArchive,
  objectFile,
  duplicate,
  bytecode,
  distInfo,
  pythonPath,
  linkFlags,
  executableStack,
  noRelro,
  textRelocations,
  noTest,
  sizeJump,
  filesChanged,
]);

function register(list: readonly Check[]): Record<string, Check> {
  return Object.fromEntries(list.map((check) => [check.id, check]));
}
