export type { Change, ChangeDetails } from './change.js';
export { newManifest } from './new.js';
export type { Update, UpdateOptions } from './options.js';
export { loadReleased } from './released.js';
export { type Slot, stacksOf } from './slot.js';
export { updateManifest } from './update.js';
export { expandUri } from './uri.js';
