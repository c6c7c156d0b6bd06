import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'look',
  sentence: 'list what was built, or show one record',
});
