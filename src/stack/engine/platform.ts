import * as z from 'zod';
import { briefly, complaint, PATIENCE, runEngine, type Engine } from './engine.js';

/**
 * The platform of an image that an engine has, `linux/amd64`.
 * @returns undefined when it doesn't have the image
 */
export async function platformOf(
  engine: Pick<Engine, 'name' | 'environment'>,
  image: string,
  options: { signal?: AbortSignal; timeout?: number } = {},
): Promise<string | undefined> {
  const argv = ['image', 'inspect', '--format={{.Os}}/{{.Architecture}}', image];
  const { exitCode, stdout } = await runEngine(engine, argv, options);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/**
 * Whether an engine has an image of a platform or could pull it, without pulling it.
 * @returns undefined when it can, else why not
 */
export async function whyNotPullable(
  engine: Engine,
  image: string,
  platform: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const options = { timeout: PATIENCE, signal };
  if ((await platformOf(engine, image, options)) === platform) return undefined;
  const remote = await runEngine(engine, ['manifest', 'inspect', image], options);
  if (remote.exitCode !== 0) return briefly(complaint(remote));
  const platforms = platformsIn(remote.stdout);
  if (platforms === undefined || platforms.includes(platform)) return undefined;
  return `its registry has it for ${platforms.join(', ')} only`;
}

/** An OCI image index or Docker's manifest list, as far as it says for whom the images are. */
const indexSchema = z.object({
  manifests: z.array(
    z.object({ platform: z.object({ os: z.string(), architecture: z.string() }).optional() }),
  ),
});

/**
 * The platforms of an image, from what `manifest inspect` answers. Pure.
 * @returns undefined when it is one image, which says nothing of its platform
 */
export function platformsIn(answer: string): string[] | undefined {
  const index = indexSchema.safeParse(parseJson(answer)).data;
  return index?.manifests.flatMap(({ platform }) =>
    platform === undefined ? [] : [`${platform.os}/${platform.architecture}`],
  );
}

/** The options with which an engine takes a root as one of another platform than its own. Pure. */
export function importOptions(
  engine: Pick<Engine, 'importOptions'>,
  platform: string,
): readonly string[] {
  return engine.importOptions?.(platform) ?? ['--platform', platform];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
