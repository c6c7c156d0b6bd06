import { readInside } from '../../files/index.js';
import { inHost, type HostPath } from '../../path.js';
import { listTree } from '../../tree/index.js';

/** Where classic buildpacks have the scripts that read their manifest. */
const SCRIPTS = 'compile-extensions';

/** The manifest's own stack, as scripts in Ruby read it. */
const OWN_STACK = /\[\s*(?:'stack'|"stack"|:stack)\s*\]|\b(?:fetch|dig|key\?)\(\s*['":]stack\b/;

/**
 * Whether a buildpack's scripts ask each entry of its manifest for its stacks: those of before July 2018 do, and end
 * with an error where an entry has none. Later ones read `stack:` too.
 */
export async function asksEntries(directory: HostPath): Promise<boolean> {
  const folders = ['bin', 'lib'].map((name) => `${SCRIPTS}/${name}`);
  const texts = await Promise.all(folders.map((folder) => textsBelow(directory, folder)));
  const scripts = texts.flat();
  return scripts.length > 0 && !scripts.some((text) => OWN_STACK.test(text));
}

async function textsBelow(directory: HostPath, folder: string): Promise<string[]> {
  const entries = await listTree(inHost(directory, folder)).catch(() => []);
  const files = entries.filter(({ kind }) => kind === 'file');
  const read = await Promise.all(
    files.map(({ path }) => readInside(directory, `${folder}/${path}`).catch(() => undefined)),
  );
  return read.flatMap((one) =>
    one !== undefined && 'bytes' in one ? one.bytes.toString('utf8') : [],
  );
}
