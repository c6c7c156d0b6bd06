// Packs the tree argv[2] into argv[3]; says how much memory it had before, and at most, in MB.
import { hostPath } from '../../../src/path.js';
import { packTree } from '../../../src/pack/index.js';

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
const [tree = '', into = ''] = process.argv.slice(2);
const before = megabytes();
await packTree(hostPath(tree), hostPath(into), { epoch: 0 });
console.log(JSON.stringify({ before, after: megabytes() }));
