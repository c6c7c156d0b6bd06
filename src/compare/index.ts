export { compareArtifacts, type CompareOptions, type Side } from './compare.js';
export { CAUSES, type Cause } from './cause.js';
export type {
  ByteDifference,
  Comparison,
  Content,
  Difference,
  FieldChange,
  Format,
  Pair,
  Part,
} from './comparison.js';
export { comparisonText } from './report/text.js';
export { comparisonMarkdown } from './report/markdown.js';
