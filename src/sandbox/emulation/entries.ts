import { readdir, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ARCHITECTURES, type Arch } from '../../architecture.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { elfHeaders } from './pattern.js';

/** Where binfmt_misc shows what is registered, and takes registrations. */
export const BINFMT_MISC = hostPath('/proc/sys/fs/binfmt_misc');

/** One registration of binfmt_misc that goes by a file's bytes. */
export interface Entry {
  name: string;
  enabled: boolean;
  interpreter: string;
  /** One letter each: P, O, C, F. */
  flags: string;
  offset: number;
  magic: Uint8Array;
  mask: Uint8Array | undefined;
}

const hex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

const entryFields = z.object({
  interpreter: z.string().min(1),
  flags: z.string().regex(/^[A-Z]*$/),
  offset: z.coerce.number().int().nonnegative(),
  magic: hex,
  mask: hex.optional(),
});

/**
 * Reads one file of binfmt_misc's folder. Pure.
 * @returns undefined for a registration by a file name's ending, and for what isn't one
 */
export function parseEntry(name: string, text: string): Entry | undefined {
  const [state = '', ...lines] = text.split('\n');
  if (state !== 'enabled' && state !== 'disabled') return undefined;
  const fields = lines.flatMap((line) => {
    const found = /^([a-z]+):? ?(.*)$/.exec(line);
    return found === null ? [] : [[found[1], found[2]] as const];
  });
  const parsed = entryFields.safeParse(Object.fromEntries(fields));
  if (!parsed.success) return undefined;
  return { name, enabled: state === 'enabled', mask: undefined, ...parsed.data };
}

/** What is registered; nothing when binfmt_misc isn't mounted or is switched off. */
export async function readEntries(folder: HostPath = BINFMT_MISC): Promise<Entry[]> {
  const read = (name: string) => readFile(inHost(folder, name), 'utf8').catch(() => '');
  if ((await read('status')).trim() !== 'enabled') return [];
  const names = (await readdir(folder)).filter((name) => name !== 'register' && name !== 'status');
  const entries = await Promise.all(
    names.sort().map(async (name) => parseEntry(name, await read(name))),
  );
  return entries.filter((entry) => entry !== undefined);
}

/** The enabled entries that the kernel could take for an architecture's programs. Pure. */
export function entriesFor(arch: Arch, entries: readonly Entry[]): Entry[] {
  const headers = elfHeaders(ARCHITECTURES[arch].elf);
  return entries.filter(
    (entry) => entry.enabled && headers.every((header) => matches(entry, header)),
  );
}

function matches({ magic, mask, offset }: Entry, header: Uint8Array): boolean {
  return magic.every((byte, index) => {
    const bits = mask?.[index] ?? 0xff;
    return ((header[offset + index] ?? 0) & bits) === (byte & bits);
  });
}

/** Whether a sandbox can use an entry: qemu was opened when it was registered. */
export function isFixed({ flags }: Entry): boolean {
  return flags.includes('F');
}
