import prettyMilliseconds from 'pretty-ms';

/** A time as people say it. */
export function duration(milliseconds: number): string {
  return prettyMilliseconds(
    milliseconds,
    milliseconds < 10_000 ? { secondsDecimalDigits: 1 } : { secondsDecimalDigits: 0 },
  );
}
