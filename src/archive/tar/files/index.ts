export { SMALL } from './batch.js';
export { Lane } from './lane.js';
export { UnwritableError } from './unwritable.js';
export { finishFile, newFile, replacing, writeAll } from './write-file.js';
