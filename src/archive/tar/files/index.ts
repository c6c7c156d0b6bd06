export { SMALL } from './batch.js';
export { SmallFiles } from './small-files.js';
export { UnwritableError } from './unwritable.js';
export { finishFile, newFile, newFolder, replacing, writeAll } from './write-file.js';
