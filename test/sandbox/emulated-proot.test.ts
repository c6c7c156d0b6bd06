import { behavesEmulated } from './emulated.js';

await behavesEmulated('proot');
