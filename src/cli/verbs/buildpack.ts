import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'manifest and buildpack',
  sentence: 'package a buildpack, change it, stage with it',
});
