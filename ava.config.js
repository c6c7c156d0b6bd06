import { bringUpToDate } from './bin/setup.js';

bringUpToDate('.tests', ['src', 'test', 'bin'], 'test/compile.js', 'Compiling the tests');

export default {
  // Compiled before: see test/compile.js.
  typescript: { extensions: ['ts'], rewritePaths: { 'test/': '.tests/test/' }, compile: false },
  workerThreads: false,
  timeout: '2m',
};
