export { type Entry, normalMode } from './entry.js';
export { TarFault, TooLargeFault, UnsafeFault } from './fault.js';
export { filling } from './filling.js';
export { SMALL } from './files/index.js';
export { type Member, MemberTree, partsOf, type UnsafeMember } from './member.js';
export type { TarMember } from './read.js';
export { tarOf } from './stream.js';
export { unpackTar, withoutTop } from './unpack.js';
