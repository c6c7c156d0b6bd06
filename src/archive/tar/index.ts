export { type Entry, normalMode } from './entry.js';
export { TarFault } from './fault.js';
export { findUnsafeMember, type Member, MemberTree, partsOf, type UnsafeMember } from './member.js';
export { readTar, type TarMember } from './read.js';
export { tarOf } from './stream.js';
export { TreeWriter } from './write.js';
