/** What a process is told whose work another one watches; the arguments follow. */
export const APART = '__apart';
