import { createHash } from 'node:crypto';
import type { Arch } from '../../architecture.js';
import { BuilderError } from '../../error.js';
import type { Stack } from '../definition/load.js';
import { isPackageName } from '../definition/schema.js';

/** One step from nothing to a root. */
export interface Layer {
  /** Names this layer's content: what it is made of, and everything below it. */
  key: string;
  role: 'base' | 'toolchain' | 'packages';
  /** Sorted; those of the layers below not repeated. */
  packages: readonly string[];
}

/** What {@link layersOf} needs to know of a root. */
export interface LayersRequest {
  stack: Stack;
  arch: Arch;
  /** Of the machine; undefined for one that nothing is built for. */
  machine: Arch | undefined;
  /** Another one, another root: refreshing a stack begins a new generation. */
  generation: string;
  toolchain: boolean;
  packages: readonly string[];
}

/** The archive, image or suite of a stack, for one architecture. */
type RootSource =
  | { debian: { suite: string; variant: string } }
  | { image: string }
  | { archive: { path: string; sha256: string } };

/**
 * Where a stack's root comes from on this architecture.
 * @throws BuilderError UNKNOWN_ARCH when the stack doesn't exist for it
 */
export function rootSourceOf(stack: Stack, arch: Arch): RootSource {
  const { root } = stack;
  if (stack.architectures.includes(arch)) {
    if ('debian' in root) return root;
    if ('image' in root) {
      const image = typeof root.image === 'string' ? root.image : root.image[arch];
      if (image !== undefined) return { image };
    } else {
      const archive = 'sha256' in root.archive ? root.archive : root.archive[arch];
      if (archive !== undefined) return { archive };
    }
  }
  throw new BuilderError('UNKNOWN_ARCH', `the stack ${stack.name} doesn't exist for ${arch}`, {
    hint: `${stack.file} has it for ${stack.architectures.join(', ')}.`,
  });
}

/**
 * The layers of a root, lowest first. Pure; a layer that would add nothing is left out.
 * @throws BuilderError UNKNOWN_ARCH, STACK_NOT_READY for a text that is no package's name
 */
export function layersOf(request: LayersRequest): readonly [Layer, ...Layer[]] {
  const { stack, arch, machine, generation } = request;
  const wrong = request.packages.find((name) => !isPackageName(name));
  if (wrong !== undefined) {
    throw new BuilderError('STACK_NOT_READY', `'${wrong}' is not the name of a Debian package`, {
      hint: 'Look at the packages of the recipe.',
    });
  }

  const name = `${stack.name}-${arch}`;
  const present = new Set<string>();
  const added = (packages: readonly string[]) => {
    const missing = [...new Set(packages)].filter((one) => !present.has(one)).sort();
    for (const one of missing) present.add(one);
    return missing;
  };

  const packages = added(stack.packages);
  const source = withoutPath(rootSourceOf(stack, arch));
  const base: Layer = {
    key: keyOf(name, { format: FORMAT, source, generation, packages }),
    role: 'base',
    packages,
  };
  const layers: [Layer, ...Layer[]] = [base];
  // It keeps results of compilers that the machine runs itself; those of others are emulated.
  const ccache = arch === machine ? (stack.ccache?.packages ?? []) : [];
  const wanted = [
    ['toolchain', request.toolchain ? [...stack.toolchain, ...ccache] : []],
    ['packages', request.packages],
  ] as const;
  let below = base;
  for (const [role, names] of wanted) {
    const missing = added(names);
    if (missing.length === 0) continue;
    below = { key: keyOf(name, { below: below.key, packages: missing }), role, packages: missing };
    layers.push(below);
  }
  return layers;
}

/** Raised when the same definition gives another root than before. */
const FORMAT = 1;

function keyOf(name: string, content: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${name}-${digest.slice(0, 16)}`;
}

/** An archive is what its digest says, wherever it lies. */
function withoutPath(source: RootSource): unknown {
  return 'archive' in source ? { archive: source.archive.sha256 } : source;
}
