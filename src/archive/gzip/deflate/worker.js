import { parentPort } from 'node:worker_threads';
import { deflateBlock } from './block.js';

parentPort?.on('message', (/** @type {import('../blocks.js').Block} */ block) => {
  const deflated = deflateBlock(block);
  const memory = block.bytes.buffer;
  parentPort?.postMessage({ deflated, memory }, [deflated.buffer, memory]);
});
