import { behavesEmulated } from './emulated.js';

await behavesEmulated('private');
