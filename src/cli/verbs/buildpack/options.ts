import { flag } from '../../describe/option.js';

export const markdownOption = flag('as Markdown');
