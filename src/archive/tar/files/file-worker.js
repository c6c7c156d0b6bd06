import { parentPort } from 'node:worker_threads';
import { writeBatch } from './write-file.js';

parentPort?.on('message', (/** @type {import('./batch.js').Batch} */ batch) => {
  const { numbers, bytes } = batch;
  const failed = writeBatch(batch);
  parentPort?.postMessage({ failed, memory: { numbers, bytes } }, [numbers.buffer, bytes.buffer]);
});
