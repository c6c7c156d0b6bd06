export { missingPrograms, PROGRAMS, programsToEmulate } from './programs.js';
