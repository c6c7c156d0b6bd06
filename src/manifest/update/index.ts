export type { Change } from './change.js';
export { decide } from './decide/decide.js';
export type { Decisions } from './decide/decisions.js';
export { newManifest } from './new.js';
export type { Update, UpdateOptions } from './options.js';
export { loadReleased } from './released.js';
export { updateManifest } from './update.js';
export { expandUri } from './uri.js';
