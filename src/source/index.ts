export { unpack } from './archive/unpack.js';
export { fetchSource } from './fetch.js';
export { fetchGit } from './git.js';
export type { FetchContext, FetchedSource, FetchRequest, Origin } from './request.js';
