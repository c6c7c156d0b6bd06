export { failedBuilds, openShell } from './shell.js';
