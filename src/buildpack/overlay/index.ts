export type { Applied } from './changes/applied.js';
export type { FileDifference, FileState } from './file-difference.js';
export { type Overlaid, overlayBuildpack, type OverlayRequest } from './overlay.js';
