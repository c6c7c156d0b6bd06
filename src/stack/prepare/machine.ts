import { createHash } from 'node:crypto';
import { BuilderError } from '../../error.js';
import { hostPath } from '../../path.js';
import type { Layer } from '../root/layer.js';
import type { RootRecord, RootRequest } from '../root/root.js';
import { describeRoot } from '../root/describe.js';
import { factsOfDirectory } from '../bootstrap/unpack.js';
import type { Context } from '../../store/index.js';

/**
 * Describes the machine itself as if it were a root, and warns where it isn't the stack. What keeps compiler
 * results need not be there.
 * @throws BuilderError STACK_NOT_READY when packages are missing
 */
export async function prepareMachine(
  layers: readonly [Layer, ...Layer[]],
  request: RootRequest,
  { emit }: Context,
): Promise<RootRecord> {
  const facts = await factsOfDirectory(hostPath('/'));
  const [layer] = layers;
  const record = describeRoot(layer, request, facts);
  const optional = request.stack.ccache?.packages ?? [];
  const missing = layers
    .flatMap((one) => one.packages)
    .filter((name) => facts !== undefined && !(name in facts.packages))
    .filter((name) => !optional.includes(name));
  if (missing.length > 0) {
    throw new BuilderError(
      'STACK_NOT_READY',
      `this machine lacks packages that the build needs: ${missing.join(', ')}`,
      { hint: `Install them: apt-get install --yes ${missing.join(' ')}` },
    );
  }
  if (record.glibc !== request.stack.glibc) {
    emit({
      type: 'warning',
      stack: request.stack.name,
      message: `this machine has glibc ${record.glibc}, the stack ${request.stack.name} has ${request.stack.glibc}: what is built here may not run there`,
    });
  }
  const digest = createHash('sha256').update(JSON.stringify(record.packages)).digest('hex');
  return {
    ...record,
    role: 'machine',
    keptBy: null,
    digest: `sha256:${digest}`,
    base: `sha256:${digest}`,
    size: 0,
  };
}
