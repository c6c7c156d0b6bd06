export { debianOrigin } from './debian/debian.js';
export type { Origin } from './kind.js';
export {
  type Mirror,
  openOrigins,
  ORIGIN_NAMES,
  plannedOrigin,
  planMirror,
  toldOrigin,
  writtenMirrors,
} from './registry.js';
export { movedTo, plannedUrl, urlOrigin, withheld, withheldFrom } from './url/url.js';
