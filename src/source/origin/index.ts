export { plannedDigests } from './bytes.js';
export { debianOrigin } from './debian/debian.js';
export type { Origin } from './kind.js';
export {
  openOrigins,
  ORIGIN_NAMES,
  placeIn,
  type Mirror,
  plannedOrigin,
  type PlanOrigin,
  planMirror,
  shownOrigin,
  toldOrigin,
  writtenPlaces,
} from './registry.js';
export { movedTo, plannedUrl, urlOrigin, withheld, withheldFrom } from './url/url.js';
