export { type Content, contentOf, HEAD_BYTES } from './content.js';
export { copyContents } from './copy-contents.js';
export { namesByDirectory } from './names.js';
export { type CopyLimits, type CopyOptions, copyPlain } from './plain-copy.js';
export { linkOnTheWay } from './plain-way.js';
export { removeTree } from './remove.js';
export { mendFolder, withFolderBeside } from './replace-folder.js';
export { makeTemporaryFolder, withTemporaryFolder } from './temporary-folder.js';
export { distinctFiles, type Entry, type FileEntry, type LinkEntry, listTree } from './walk.js';
