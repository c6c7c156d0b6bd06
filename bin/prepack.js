// `npm pack` runs this first, on a fresh checkout too: what is packed is compiled now, from what is here,
// with nothing of an earlier build beside it.
import { rmSync } from 'node:fs';
import { ready } from './setup.js';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
ready();
