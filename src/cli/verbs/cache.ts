import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'machine',
  sentence: 'where the cache is, how large, and make it smaller',
});
