export { alternatives } from './alternatives.js';
export { counted, plural } from './counted.js';
export {
  type Explained,
  explanationsMarkdown,
  explanationText,
  type Severity,
} from './explanation.js';
export { markdownBlock, markdownCode, markdownText } from './markdown.js';
export {
  escapeHarmful,
  isHarmless,
  printable,
  printableIn,
  printableJson,
  printableLine,
  printableLines,
  printableText,
} from './printable.js';
export { shellWord } from './shell-word.js';
export { didYouMean, meant, suggest, withItsNumbers } from './suggest.js';
