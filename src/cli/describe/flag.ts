/** One form of an option, as data. */
export interface Flag {
  /** As in `-n, --name <RECIPE>`. */
  readonly flags: string;
  readonly says: string;
  readonly choices?: readonly string[];
  readonly repeatable?: true;
}

/** A flag taken apart. */
export interface FlagParts {
  /** With its dashes, as is `short`. */
  long: string;
  short: string | undefined;
  /** Whether it takes a value, must have one, or takes all that follow. */
  takes: 'nothing' | 'one' | 'maybe one' | 'many';
  /** The word that its value is called by. */
  value: string | undefined;
}

/** Takes a flag apart. */
export function partsOf({ flags }: Flag): FlagParts {
  const [, short, long = '', value] = /^(?:(-\w), )?(--[a-z0-9-]+)(?: (.+))?$/.exec(flags) ?? [];
  return {
    long,
    short,
    takes: takesOf(value),
    value: value?.replace(/^[<[]|(\.\.\.)?[>\]]$/g, ''),
  };
}

function takesOf(value: string | undefined): FlagParts['takes'] {
  if (value === undefined) return 'nothing';
  if (value.endsWith('...]') || value.endsWith('...>')) return 'many';
  return value.startsWith('[') ? 'maybe one' : 'one';
}
