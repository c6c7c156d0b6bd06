export { unpack } from './archive/unpack.js';
export { fetchSource } from './fetch.js';
export { fetchGit } from './git.js';
export { debianOrigin, openOrigins, type Origin, urlOrigin } from './origin/index.js';
export type { FetchContext, FetchedSource, FetchRequest } from './request.js';
