import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'look',
  sentence: 'list recipes, show one, or check them',
});
