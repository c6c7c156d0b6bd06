import type { Event } from '../../event.js';
import { printableIn, printableLine } from '../../text/index.js';

/**
 * An event for people: every text in it is harmless and on one line, but for the lines of its manifest
 * entry. The error of a build that failed stays what it is: who puts it into words sees to it.
 */
export function printableEvent(event: Event): Event {
  const cut = 'line' in event ? { ...event, line: printableLine(event.line) } : event;
  if (cut.type !== 'build.finished') return printableIn(cut);
  const entry = cut.entry.split('\n').map(printableIn).join('\n');
  return { ...printableIn(cut), entry };
}

/**
 * An event for programs: what people will read (a program's line, a message, a reason) is harmless, since
 * programs print it. Names, paths, addresses and the manifest entry are data, and stay exact.
 */
export function withPrintableTexts(event: Event): Event {
  if ('line' in event) return { ...event, line: printableLine(event.line) };
  if ('message' in event) return { ...event, message: printableIn(event.message) };
  if ('reason' in event) return { ...event, reason: printableIn(event.reason) };
  return event;
}
