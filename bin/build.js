// `npm run build`: src/ into dist/.
import { compile } from './compile.js';

await compile(
  {
    // A thread starts from a file of its own.
    entryPoints: [
      'src/cli/main.ts',
      'src/archive/gzip/deflate/worker.js',
      'src/archive/tar/files/file-worker.js',
    ],
    entryNames: '[name]',
    outdir: 'dist',
  },
  'main.js',
);
