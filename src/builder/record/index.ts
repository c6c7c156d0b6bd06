export { previousOf } from './previous.js';
export { makeProvenance } from './provenance.js';
export { extraFiles, makeRecord, withheldOf } from './record.js';
export { recordedSource, sourceUrl } from './recorded-source.js';
