import { publicUri } from '../../../src/network/address.js';
import type { Event } from '../../../src/event.js';

export const BUILD = 'libffi-3.4.4-debian12-x64-1a2b3c4d';

/** The events of one build, as they come. */
export const EVENTS = [
  { type: 'stack.selected', build: BUILD, stack: 'debian12', reason: 'asked for by name' },
  { type: 'build.started', build: BUILD, key: '1a2b3c4d' },
  { type: 'source.url', build: BUILD, url: publicUri('https://example.org/x.tgz') },
  { type: 'runner.selected', build: BUILD, runner: 'bubblewrap', reason: 'the first that works' },
  {
    type: 'source.progress',
    url: publicUri('https://example.org/x.tgz'),
    received: 500,
    total: 2000,
    bytesPerSecond: 1000,
  },
  { type: 'source.failed', url: publicUri('https://example.org/x.tgz'), reason: 'gone' },
  { type: 'source.ready', url: publicUri('file:///x'), path: '/c/x.tgz', size: 1300, cached: true },
  { type: 'build.waiting', build: BUILD, reason: 'process 7 holds it' },
  { type: 'phase.started', build: BUILD, phase: 'make' },
  { type: 'log', build: BUILD, phase: 'make', line: 'cc -c x.c' },
  { type: 'phase.finished', build: BUILD, phase: 'make', milliseconds: 65_400 },
  { type: 'warning', build: BUILD, message: 'odd' },
  {
    type: 'build.finished',
    build: BUILD,
    reused: false,
    milliseconds: 9400,
    artifact: { path: '/out/x.tgz', size: 59_000, md5: 'm', sha256: 's' },
    entry: '- name: libffi\n  version: 3.4.4\n',
  },
] as const satisfies readonly Event[];

/** A stream that keeps what is written to it. */
export function keeping(isTTY = false) {
  const written: string[] = [];
  return {
    isTTY,
    write: (text: string) => written.push(text),
    text: () => written.join(''),
  };
}
