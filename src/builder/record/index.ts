export { previousOf } from './previous.js';
export { makeProvenance } from './provenance.js';
export { extraFiles, makeRecord, sourceUrl, withheldOf } from './record.js';
