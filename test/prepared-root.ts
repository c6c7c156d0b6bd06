import { type Arch, machineArch } from '../src/architecture.js';
import { hostPath, type HostPath } from '../src/path.js';
import {
  findStack,
  loadStacks,
  prepareRoot,
  type Root,
  type RootForm,
} from '../src/stack/index.js';
import { cacheFolders, type Context } from '../src/store/index.js';

const project = hostPath(import.meta.dirname, '..');

/** Where tests keep roots, so that each is made once per machine: a minute for the first. */
export const testCache: HostPath =
  process.env.BINARY_BUILDER_TEST_CACHE === undefined
    ? hostPath(project, 'node_modules/.cache/binary-builder-test')
    : hostPath(process.env.BINARY_BUILDER_TEST_CACHE);

/** What work in that cache needs. */
export const testContext: Context = {
  folders: cacheFolders(testCache),
  emit: () => undefined,
};

/** A root of the project's own stack debian12, as real as users have it. */
export async function preparedRoot(
  wanted: {
    arch?: Arch;
    toolchain?: boolean;
    packages?: readonly string[];
    form?: RootForm;
  } = {},
): Promise<Root> {
  const arch = wanted.arch ?? machineArch();
  if (arch === undefined) throw new Error(`tests know no root for ${process.arch}`);
  const stack = findStack(await loadStacks([hostPath(project, 'stacks')]), 'debian12');
  const { toolchain = false, packages = [], form = 'directory' } = wanted;
  return await prepareRoot({ stack, arch, toolchain, packages, form }, testContext);
}
