import { writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { answerSchema } from '../../../src/cli/schema/answer.js';
import { inHost } from '../../../src/path.js';
import {
  buildpackWith,
  cacheForStaging,
  server,
  writeFiles,
  writeScripts,
} from '../../buildpack/stage/workshop.js';
import { runCli, temporaryFolder, type Surroundings } from '../cli.js';
import { workspace } from './fixture.js';

/** Every run of the command line looks at each line that it printed; here every answer is printed once. */
test.serial(
  'what every verb prints with --json has its form in docs/output.schema.json',
  async (t) => {
    const seen = [...(await ofArtifacts(t)), ...(await ofBuildpacks(t))];
    const types = answerSchema.options.map(({ shape }) => shape.type.value);
    t.deepEqual(
      types.filter((type) => !seen.includes(type)),
      [],
    );
  },
);

async function ofArtifacts(t: ExecutionContext): Promise<string[]> {
  const here = await workspace(t);
  return await typesOf(t, here, [
    ['plan', 'tiny@1.0', '--stack=debian12'],
    ['fetch', 'tiny@1.0', '--stack=debian12'],
    ['recipes', 'list'],
    ['recipes', 'show', 'tiny'],
    ['recipes', 'lint', 'tiny'],
    ['stacks', 'list'],
    ['stacks', 'show', 'debian12'],
    ['stacks', 'prepare', 'debian12'],
    ['build', 'tiny@1.0', '--stack=debian12', '--timings'],
    ['artifacts', 'list'],
    ['artifacts', 'show', 'tiny-1.0'],
    ['verify', 'tiny-1.0'],
    ['audit', 'tiny-1.0'],
    ['audit', '--explain'],
    ['audit', '--explain', 'setuid'],
    ['test', 'tiny-1.0'],
    ['rebuild', 'tiny-1.0'],
    ['relocate', 'tiny-1.0', '--prefix=/app/elsewhere'],
    ['manifest', 'new', 'tiny', '--language=tiny', '--output=manifest.yml'],
    ['manifest', 'list', 'manifest.yml'],
    ['manifest', 'check', 'manifest.yml', '--records'],
    ['manifest', 'diff', 'manifest.yml', 'manifest.yml'],
    ['manifest', 'update', 'manifest.yml', '--check'],
    ['shell'],
    ['doctor'],
    ['cache', 'show'],
    ['cache', 'prune', '--kind=work'],
    ['recipes', 'show', 'tinny'],
  ]);
}

async function ofBuildpacks(t: ExecutionContext): Promise<string[]> {
  const folder = await temporaryFolder(t);
  const cwd = inHost(folder, 'here');
  await writeScripts(
    inHost(cwd, 'tiny_buildpack'),
    buildpackWith({ 'bin/compile': 'echo "-----> Compiling"' }),
  );
  await writeFiles(inHost(cwd, 'my-app'), { 'server.pl': server() });
  await writeFile(
    inHost(cwd, 'overlay.yml'),
    'changes:\n  - replace: bin/compile\n    text: Compiling\n    with: Building\n',
  );
  await writeFile(
    inHost(cwd, 'tiny_buildpack', 'manifest.yml'),
    '---\nlanguage: tiny\ndefault_versions: []\nurl_to_dependency_map: []\ndependencies: []\n',
  );
  await writeFile(inHost(cwd, 'tiny_buildpack', 'VERSION'), '1.0.0\n');
  return await typesOf(t, { cwd, cache: await cacheForStaging(folder) }, [
    ['buildpack', 'list', 'tiny_buildpack'],
    ['buildpack', 'summary', 'tiny_buildpack'],
    ['buildpack', 'overlay', 'tiny_buildpack', 'overlay.yml', '--check'],
    ['buildpack', 'package', 'tiny_buildpack', '--uncached', '--any-stack'],
    ['buildpack', 'stage', 'tiny_buildpack', 'my-app', '--stack=debian12', '--run'],
  ]);
}

async function typesOf(
  t: ExecutionContext,
  here: Surroundings,
  commands: readonly (readonly string[])[],
): Promise<string[]> {
  const types: string[] = [];
  for (const words of commands) {
    const run = await runCli([...words, '--json'], here);
    const last = run.events().at(-1)?.type;
    t.truthy(last, `${words.join(' ')}: ${run.stdout}${run.stderr}`);
    types.push(...run.events().map(({ type }) => type));
  }
  return types;
}
