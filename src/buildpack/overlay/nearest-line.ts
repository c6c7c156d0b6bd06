import leven from 'leven';

/** A line of a file that is like one that was looked for. */
export interface NearLine {
  /** Where the file has it; 1 is the first. */
  readonly number: number;
  readonly line: string;
  /** What was looked for, the line of it that isn't there. */
  readonly wanted: string;
}

/** Letters of a line that are compared: the time that takes grows with their square. */
const LONGEST = 200;
/** Lines that are looked at. */
const MOST = 20_000;

/**
 * The line of a file that is most like the first line of a text that the file doesn't have; when it
 * has each of them, though not one after the other, the first. Undefined when nothing is like it.
 */
export function nearestLine(file: string, text: string): NearLine | undefined {
  const lines = file.split('\n').slice(0, MOST);
  const there = new Set(lines);
  const asked = text.split('\n').filter((line) => line.trim() !== '');
  const wanted = asked.find((line) => !there.has(line)) ?? asked[0];
  if (wanted === undefined) return undefined;
  let best: { number: number; line: string; distance: number } | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const distance = distanceOf(wanted, line);
    if (best === undefined || distance < best.distance) {
      best = { number: index + 1, line, distance };
    }
  }
  if (best === undefined || best.distance > Math.max(3, wanted.trim().length * 0.6)) {
    return undefined;
  }
  return { number: best.number, line: best.line, wanted };
}

/** White space around a line is what differs most often, and counts for little. */
function distanceOf(wanted: string, line: string): number {
  const [a, b] = [wanted.trim().slice(0, LONGEST), line.trim().slice(0, LONGEST)];
  if (Math.abs(a.length - b.length) > LONGEST / 2) return LONGEST;
  if (a === b) return wanted === line ? 0 : 0.5;
  if (b.includes(a)) return 1;
  return leven(a, b);
}
