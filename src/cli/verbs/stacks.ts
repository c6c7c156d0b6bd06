import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'look',
  sentence: 'list stacks, show one, or make one ready',
});
