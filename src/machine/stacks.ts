import { type Arch, machineArch } from '../architecture.js';
import { loadStacks, stackStatus, type Stack } from '../stack/index.js';
import type { Diagnosis, DiagnosisRequest, ForeignWays } from './diagnosis.js';

/** The stacks that there are; one that isn't ready is made ready by the first build. */
export async function diagnoseStacks({
  stacks: folders,
  arch,
  cache,
}: Pick<DiagnosisRequest, 'stacks' | 'arch' | 'cache'>): Promise<Diagnosis[]> {
  const stacks = await loadStacks(folders);
  return Promise.all(
    stacks.map(async (stack): Promise<Diagnosis> => {
      const status = await stackStatus(stack, arch, cache);
      const [state, size] = status.ready
        ? (['ok', status.size] as const)
        : (['note', undefined] as const);
      return { of: 'stack', state, name: stack.name, size, ways: waysOf(stack) };
    }),
  );
}

function waysOf({ architectures, cross = {} }: Stack): ForeignWays {
  const foreign = architectures.filter(isForeign);
  return {
    cross: foreign.filter((arch) => arch in cross),
    emulated: foreign.filter((arch) => !(arch in cross)),
  };
}

/** Whether an architecture is another one than this machine's. */
export function isForeign(arch: Arch): boolean {
  return arch !== machineArch();
}
