import type { RunTool } from '../../elf/index.js';
import { BuilderError } from '../../error.js';
import type { GuestPath, HostPath } from '../../path.js';
import { FIXED_ENVIRONMENT } from '../../plan/index.js';
import { limitError, type Mount, type Sandbox } from '../../sandbox/index.js';

/** A tree that programs of the stack are run on. */
interface ToolTree {
  /** What the sandbox sees of the machine. */
  mounts: readonly Mount[];
  /** The tree in the sandbox: the programs' working directory. */
  directory: GuestPath;
  /** Where the files are on the machine, for messages. */
  files: HostPath;
  /** The stack's name, for messages. */
  stack: string;
}

/** Runs programs of the stack on a tree, such as its own strip, readelf and patchelf. */
export function toolOn(
  sandbox: Sandbox,
  { mounts, directory, files, stack }: ToolTree,
  signal?: AbortSignal,
): RunTool {
  return async (argv) => {
    const { exitCode, stdout, stderr, exceeded } = await sandbox.capture(
      { argv, environment: FIXED_ENVIRONMENT, directory, mounts },
      { signal },
    );
    if (exitCode === 0) return stdout;
    if (exceeded !== undefined) {
      const excerpt = stderr.trimEnd().split('\n').slice(-10);
      const what = `${argv[0]}, on the files in ${files},`;
      throw limitError('STEP_FAILED', what, exceeded, { where: 'recipe', excerpt });
    }
    throw new BuilderError('STEP_FAILED', `${argv[0]} failed on the files in ${files}.`, {
      excerpt: stderr.trimEnd().split('\n').slice(-10),
      ...(exitCode === 127 && {
        hint: `The stack ${stack} has no ${argv[0]}: add its package to 'toolchain' in the stack's file.`,
      }),
    });
  };
}
