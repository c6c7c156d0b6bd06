import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { writeFileAtomic } from '../../files/index.js';
import { layerFolder } from './folder.js';
import type { Root } from './root.js';

/** One shared library that the loader of a root finds by its name. */
const librarySchema = z.strictObject({
  /** The name by which it is asked for, `libz.so.1`. */
  name: z.string(),
  /** Where the root has it. */
  path: z.string(),
  /** Versions of symbols that it defines, `GLIBC_2.36`; empty when it has none. */
  versions: z.array(z.string()),
});

/** The form of `catalogue.json`. */
const catalogueSchema = z.strictObject({
  /** The stack's name, for messages. */
  stack: z.string(),
  /** In the order in which the loader prefers them: of one name, the first counts. */
  libraries: z.array(librarySchema),
  /** Absolute paths of the loader itself, by any of which a program may ask for it. */
  loaders: z.array(z.string()),
  /** Absolute paths of the programs in the directories of the usual PATH, links too. */
  programs: z.array(z.string()),
});

/** What a root offers to binaries and scripts at run time. */
export type Catalogue = z.infer<typeof catalogueSchema>;

/** What was noted of a root; undefined when nobody has looked yet. */
export async function readCatalogue(root: Root, cache: HostPath): Promise<Catalogue | undefined> {
  try {
    const text = await readFile(catalogueFile(root, cache), 'utf8');
    return catalogueSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Notes what a root offers, beside it, so that it is looked up once. */
export async function writeCatalogue(
  root: Root,
  cache: HostPath,
  catalogue: Catalogue,
): Promise<void> {
  await writeFileAtomic(catalogueFile(root, cache), JSON.stringify(catalogue));
}

function catalogueFile(root: Root, cache: HostPath): HostPath {
  return inHost(layerFolder(cache, root.key).directory, 'catalogue.json');
}
