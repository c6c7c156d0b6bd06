import os from 'node:os';
import { archOfMachine, type Arch } from './architecture.js';

/** This machine's architecture; undefined for one that nothing is built for. */
export function machineArch(): Arch | undefined {
  return archOfMachine(process.arch, os.endianness());
}
