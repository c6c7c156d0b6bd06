export { contentOf, HEAD_BYTES, type Content } from './content.js';
export { matcher } from './glob.js';
export { namesByDirectory } from './names.js';
export { distinctFiles, listTree, type Entry, type FileEntry, type LinkEntry } from './walk.js';
