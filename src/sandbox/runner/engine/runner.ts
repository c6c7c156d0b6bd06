import { ARCHITECTURES } from '../../../architecture.js';
import type { Root } from '../../../stack/index.js';
import type { Emulator } from '../../emulation/emulator.js';
import { registered } from '../../emulation/registered.js';
import { unfitRoot, type RunnerKind } from '../kind.js';
import { ContainerSandbox, type ContainerRoot } from './container.js';
import type { EngineKind } from './kind.js';
import { probeEngine } from './probe.js';
import { writeProfile } from './profile.js';

/** The kind of runner whose sandboxes are containers of an engine. */
export function engineRunner<Name extends string>(kind: EngineKind<Name>): RunnerKind<Name> {
  const { name, suits, runsFolders } = kind;
  return {
    name,
    isolates: true,
    suits,
    limitedBy: 'engine',
    emulates: [registered],
    probe: (options) => probeEngine(kind, options),
    rootForm(stack, engine) {
      if (runsFolders && 'debian' in stack.root) return 'directory';
      if (engine === undefined) throw new TypeError(`${name} was not looked for`);
      return { engine };
    },
    async open(root, { engine, emulator, cache }) {
      const shown = shownTo(kind, root, emulator);
      if (shown === undefined || engine === undefined) throw unfitRoot(name, root);
      return new ContainerSandbox({ kind, engine, profile: await writeProfile(cache) }, shown);
    },
  };
}

/** A root in the form in which an engine runs it; undefined when it can't. */
function shownTo(
  { runsFolders }: EngineKind,
  root: Root,
  emulator: Emulator | undefined,
): ContainerRoot | undefined {
  if (root.kind === 'directory' && runsFolders) return { directory: root.directory };
  if (root.kind !== 'image') return undefined;
  const { image, arch } = root;
  return { image, ...(emulator !== undefined && { platform: ARCHITECTURES[arch].platform }) };
}
