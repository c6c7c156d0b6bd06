/** What a step may be limited in, in the order in which people read it. */
export const LIMIT_NAMES = ['time', 'processes', 'file-size', 'free-disk', 'memory'] as const;

/** See {@link LIMIT_NAMES}. */
export type LimitName = (typeof LIMIT_NAMES)[number];

/** How long a step, and whatever else is run for somebody, may take unless somebody says otherwise. Seconds. */
export const USUAL_TIME = 4 * 3600;

/** What a download may be limited in. The command line alone says these: what a recipe names is foreign. */
export const DOWNLOAD_LIMIT_NAMES = ['download-size', 'download-time', 'download-speed'] as const;

/** See {@link DOWNLOAD_LIMIT_NAMES}. */
export type DownloadLimitName = (typeof DOWNLOAD_LIMIT_NAMES)[number];

/** Seconds, a number, bytes, or bytes a second, by the limit's name; `none` switches it off. */
export type LimitValue = number | 'none';

/** What somebody said of limits: a recipe, or the command line. */
export type LimitSettings = Readonly<Partial<Record<LimitName, LimitValue | undefined>>>;

/** What the command line said of the limits of downloads. */
export type DownloadLimitSettings = Readonly<Partial<Record<DownloadLimitName, LimitValue>>>;

/** What was said of the limits of one piece of work. What the command line says counts before the recipe's. */
export interface AskedLimits {
  readonly recipe: LimitSettings;
  readonly commandLine: LimitSettings;
}

/** How the values of a limit are written. */
interface Form {
  readonly pattern: RegExp;
  /** What a unit stands for, the largest last; the empty one is for plain numbers. */
  readonly units: Readonly<Record<string, number>>;
  /** What is less can't be meant. */
  readonly least: number;
  /** For messages. */
  readonly takes: string;
}

const SIZE = {
  pattern: /^([1-9]\d{0,14})([KMGT]?)$/,
  units: { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 },
} as const;

const TIME = {
  pattern: /^([1-9]\d{0,8})([smh]?)$/,
  units: { '': 1, s: 1, m: 60, h: 3600 },
  least: 1,
  takes: 'a time such as 4h, 90m or 300s, or none',
} as const;

const FORMS: Readonly<Record<LimitName | DownloadLimitName, Form>> = {
  time: TIME,
  processes: {
    pattern: /^([1-9]\d{0,8})()$/,
    units: { '': 1 },
    least: 1,
    takes: 'a number such as 4096, or none',
  },
  'file-size': { ...SIZE, least: 1, takes: 'a size such as 16G or 512M, or none' },
  'free-disk': { ...SIZE, least: 1, takes: 'a size such as 2G or 512M, or none' },
  memory: {
    ...SIZE,
    // Less than that, no shell starts.
    least: 16 * 1024 ** 2,
    takes: 'a size such as 4G or 512M, 16M at least, or none',
  },
  'download-size': { ...SIZE, least: 1, takes: 'a size such as 16G or 512M, or none' },
  'download-time': TIME,
  'download-speed': { ...SIZE, least: 1, takes: 'bytes a second such as 512 or 16K, or none' },
};

/** What a limit takes, as the end of a sentence. */
export function limitTakes(name: LimitName | DownloadLimitName): string {
  return FORMS[name].takes;
}

/** Reads a limit's value; undefined for what is none. Pure. */
export function parseLimitValue(
  name: LimitName | DownloadLimitName,
  text: string,
): LimitValue | undefined {
  if (text === 'none') return text;
  const { pattern, units, least } = FORMS[name];
  const [, digits = '', unit = ''] = pattern.exec(text) ?? [];
  const value = Number(digits) * (units[unit] ?? 0);
  return value >= least && Number.isSafeInteger(value) ? value : undefined;
}

/** A limit's value as people write it: `4h`, `90m`, `16G`. Pure. */
export function limitText(name: LimitName | DownloadLimitName, value: LimitValue): string {
  if (value === 'none') return value;
  const { units } = FORMS[name];
  const [unit, size] = Object.entries(units).findLast(([, factor]) => value % factor === 0) ?? [
    '',
    1,
  ];
  return `${value / size}${unit}`;
}
