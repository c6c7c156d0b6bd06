export { contentOf, HEAD_BYTES, type Content } from './content.js';
export { readForeign } from './foreign-file.js';
export { namesByDirectory } from './names.js';
export { distinctFiles, listTree, type Entry, type FileEntry, type LinkEntry } from './walk.js';
export { FORMAT_BYTES, formatOf, type Format } from './format.js';
export { linkOnTheWay, type LinkOnTheWay } from './plain-way.js';
export { removeTree } from './remove.js';
export { TarFault } from './tar/fault.js';
export {
  findUnsafeMember,
  MemberTree,
  partsOf,
  type Member,
  type UnsafeMember,
} from './tar/member.js';
export { readTar, type TarMember } from './tar/read.js';
export { TreeWriter } from './tar/write.js';
