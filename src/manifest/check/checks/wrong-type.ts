import type { ManifestCheck } from '../check.js';
import { shapeProblems } from '../shape-problems.js';

/** Asks whether every part has the form that its readers expect. */
export const wrongType: ManifestCheck = {
  id: 'wrong-type',
  severity: 'error',
  summary: 'lists are lists, mappings are mappings, texts are texts',
  explanation:
    'Readers of today stop at a list where they expect a text, and the other way round; older ' +
    'ones read something else than was meant, such as a stack name letter by letter.',
  remedy:
    'Write it as the message says: a list has one item per line behind a dash, a mapping has ' +
    'keys with values.',
  run: (manifest) => shapeProblems(manifest, 'wrong-type'),
};
