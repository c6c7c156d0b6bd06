import { familyOf } from '../describe/verb.js';

export const verb = familyOf({
  group: 'manifest and buildpack',
  sentence: "keep a buildpack's manifest.yml true to the records",
});
