import { parentPort } from 'node:worker_threads';
import { writeBatch } from './write-file.js';

parentPort?.on('message', (/** @type {import('./batch.js').Batch} */ batch) => {
  const failed = writeBatch(batch);
  parentPort?.postMessage({ failed, memory: batch.bytes.buffer }, [batch.bytes.buffer]);
});
