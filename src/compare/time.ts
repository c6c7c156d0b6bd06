/** A time as people can read and programs can sort it; undefined when it is none. */
export function timeText(date: Date | undefined): string | undefined {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
