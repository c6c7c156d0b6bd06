import type { RootFacts } from './facts.js';
import type { Layer } from './layer.js';
import type { RootRecord, RootRequest } from './root.js';

/** What a record says whatever made the root. */
export function describeRoot(
  layer: Layer,
  { stack, arch }: RootRequest,
  facts: RootFacts | undefined,
): Omit<RootRecord, 'keptBy' | 'digest' | 'base' | 'size'> {
  return {
    key: layer.key,
    stack: stack.name,
    arch,
    role: layer.role,
    glibc: facts?.glibc ?? stack.glibc,
    compiler: facts?.compiler ?? null,
    packages: facts?.packages ?? {},
    created: new Date().toISOString(),
  };
}
