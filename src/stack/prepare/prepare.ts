import { BuilderError } from '../../error.js';
import { machineArch } from '../../architecture.js';
import { prepareDirectory } from './directory.js';
import { readGeneration, writeGeneration } from '../root/folder.js';
import { prepareImage } from './image.js';
import { layersOf } from '../root/layer.js';
import { prepareMachine } from './machine.js';
import type { Root, RootRequest } from '../root/root.js';
import type { Context } from '../../store/index.js';

/**
 * Makes a root ready, layer by layer (stack, toolchain, packages), each made once and kept.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, UNKNOWN_ARCH, DISK_FULL, NOT_WRITABLE,
 * DIGEST_MISMATCH, INTERRUPTED
 */
export async function prepareRoot(request: RootRequest, context: Context): Promise<Root> {
  const { stack, arch, toolchain, packages, refresh = false } = request;
  const generation = refresh
    ? new Date().toISOString()
    : await readGeneration(context.folders.root, stack, arch);
  const layers = layersOf({
    ...{ stack, arch, generation, toolchain, packages },
    machine: machineArch(),
  });
  const root = await prepareForm(layers, request, context);
  compareGlibc(root, stack, context);
  // Last, so that the stack stays as it was when this fails.
  if (refresh) await writeGeneration(context.folders.root, stack, arch, generation);
  return root;
}

/** Artifacts are held to what the stack's file claims: the root that they are built in should be as it says. */
function compareGlibc({ kind, glibc }: Root, stack: RootRequest['stack'], { emit }: Context): void {
  // Of a machine that stands for the stack it is told already.
  if (kind === 'machine' || glibc === stack.glibc) return;
  emit({
    type: 'warning',
    stack: stack.name,
    message: `the root of ${stack.name} has glibc ${glibc}, and ${stack.file} claims ${stack.glibc}: write \`glibc: '${glibc}'\` there, or take another root`,
  });
}

async function prepareForm(
  layers: ReturnType<typeof layersOf>,
  request: RootRequest,
  context: Context,
): Promise<Root> {
  const { form } = request;
  if (form === 'machine') {
    requireMachineOf(request);
    return { kind: 'machine', ...(await prepareMachine(layers, request, context)) };
  }
  if (form === 'directory') {
    const { directory, record } = await prepareDirectory(layers, request, context);
    return { kind: 'directory', directory, ...record };
  }
  const { record, image } = await prepareImage(layers, form.engine, request, context);
  return { kind: 'image', engine: form.engine, image, ...record };
}

function requireMachineOf({ stack, arch }: RootRequest): void {
  const machine = machineArch();
  if (machine === arch) return;
  throw new BuilderError(
    'UNKNOWN_ARCH',
    `this machine is ${machine ?? process.arch}: it can't be the root of ${stack.name} for ${arch}`,
    {
      hint: "Take a runner with a root of its own: 'binary-builder doctor' tells which work here.",
    },
  );
}
