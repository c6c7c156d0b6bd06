export { compareArtifacts, type CompareOptions, type Side } from './compare.js';
export type { Comparison, Difference } from './comparison.js';
export { comparisonMarkdown } from './report/markdown.js';
export { comparisonText } from './report/text.js';
