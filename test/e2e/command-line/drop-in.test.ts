import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { hostPath, inHost } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { FILE, failsWith, namesIn, workspace } from './fixture.js';

const TARBALL = 'tiny-1.0-linux-x64.tgz';

test('the classic form leaves what scripts of the old builder look for, and build doesn’t', async (t) => {
  const here = await workspace(t);
  const md5 = `--md5=${here.source.md5}`;
  const own = await runCli(['build', 'tiny@1.0', md5], here);
  t.is(own.exitCode, 0, own.stderr);
  t.notRegex(own.stdout, /^Source URL:|^Source YAML:/m);
  t.false((await namesIn(here.cwd)).includes(TARBALL));

  const run = await runCli(['--NAM', 'tiny', '--ver=1.0', md5, '--sha256='], here);
  t.is(run.exitCode, 0, run.stderr);
  t.is(run.stdout.split('\n')[1], `Source URL: ${here.source.url}`);
  t.true(
    run.stdout.endsWith(
      `\nCopied to ${TARBALL}\nSource YAML:\n---\n- url: ${here.source.url}\n  sha256: ${here.source.sha256}\n`,
    ),
    run.stdout,
  );
  const copy = inHost(here.cwd, TARBALL);
  t.deepEqual(await readFile(copy), await readFile(inHost(here.cwd, FILE)));

  // As the old builder did, it takes the place of what is there; the artifact is another file.
  await writeFile(copy, 'mine');
  t.is((await runCli(['-ntiny', '-v1.0', md5, '--json'], here)).exitCode, 0);
  t.deepEqual(await readFile(copy), await readFile(inHost(here.cwd, FILE)));
});

test('the classic form says which options an abbreviation may mean, and builds nothing then', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['--name=tiny', '--version=1.0', '--g=x'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
  t.regex(said, /--g may mean --gpg-rsa-key-id, --gpg-signature or --git-commit-sha\./);
  t.deepEqual(await namesIn(here.cwd), ['recipes']);
});

/** In the shape of the pipelines around the old builder: builds, reads, copies, commits. */
const OLD_PIPELINE = `#!/bin/bash
set -eu
root=$PWD
output=$(cd binary-builder && ./bin/binary-builder --name="$NAME" --version="$VERSION" --md5="$MD5")
echo "$output" | grep -q '^Source URL: '
source_url=$(echo "$output" | sed -n 's/^- url: *//p' | head -1)
source_sha=$(echo "$output" | grep -A1 -e '- url:' | sed -n 's/^  sha256: *//p')
mkdir -p artifacts
cp binary-builder/*.tgz artifacts/
cd builds
file=$(basename "$root"/artifacts/"$NAME"-*.tgz)
sum=$(md5sum "$root/artifacts/$file" | cut -d' ' -f1)
echo "- version: $VERSION" >> "$NAME-built.yml"
git add .
git -c user.name=ci -c user.email=ci@example.org commit -q -m "Build $NAME - $VERSION

filename: $file, md5: $sum

source url: $source_url, source sha256: $source_sha"
`;

test('an old pipeline’s script runs unchanged', async (t) => {
  const here = await workspace(t);
  const pipeline = inHost(here.folder, 'pipeline');
  const checkout = inHost(pipeline, 'binary-builder');
  const builds = inHost(pipeline, 'builds');
  await mkdir(checkout, { recursive: true });
  await symlink(hostPath(import.meta.dirname, '../../../bin'), inHost(checkout, 'bin'));
  await symlink(inHost(here.cwd, 'recipes'), inHost(checkout, 'recipes'));
  await execa('git', ['init', '--quiet', builds]);
  await writeFile(inHost(pipeline, 'run.sh'), OLD_PIPELINE);
  await chmod(inHost(pipeline, 'run.sh'), 0o755);
  const { md5, url, sha256 } = here.source;
  await execa('./run.sh', {
    cwd: pipeline,
    env: { NAME: 'tiny', VERSION: '1.0', MD5: md5, BINARY_BUILDER_CACHE: here.cache },
  });
  t.deepEqual(await namesIn(inHost(pipeline, 'artifacts')), [TARBALL]);
  const sum = await hashFile(inHost(pipeline, 'artifacts', TARBALL), { algorithm: 'md5' });
  const { stdout } = await execa('git', ['log', '--format=%B'], { cwd: builds });
  t.is(
    stdout.trim(),
    [
      'Build tiny - 1.0',
      `filename: ${TARBALL}, md5: ${sum}`,
      `source url: ${url}, source sha256: ${sha256}`,
    ].join('\n\n'),
  );
});

test('a data.json is built, and summed up for the pipeline around the platform’s builder', async (t) => {
  const here = await workspace(t, { versions: {} });
  const { url, sha256 } = here.source;
  const data = { source: { name: 'tiny', type: 'x' }, version: { ref: '1.0', url, sha256 } };
  await writeFile(inHost(here.cwd, 'data.json'), JSON.stringify(data));
  const run = await runCli(
    ['build', '--stack', 'debian12', '--source-file', 'data.json', '--output-file', 'out/sum.json'],
    here,
  );
  t.is(run.exitCode, 0, run.stderr);
  const artifact = inHost(here.cwd, FILE);
  const digest = await hashFile(artifact, { algorithm: 'sha256' });
  const file = `tiny_1.0_linux_x64_debian12_${digest.slice(0, 8)}.tgz`;
  const summary: unknown = JSON.parse(await readFile(inHost(here.cwd, 'out/sum.json'), 'utf8'));
  t.deepEqual(summary, {
    artifact_path: file,
    version: '1.0',
    sha256: digest,
    url: pathToFileURL(artifact).href,
    source: {
      url,
      md5: here.source.md5,
      sha256,
      sha512: await hashFile(here.source.path, { algorithm: 'sha512' }),
    },
    sub_dependencies: {},
  });
  t.is(await hashFile(inHost(here.cwd, file), { algorithm: 'sha256' }), digest);

  const both = await runCli(['build', 'tiny@1.0', '--source-file', 'data.json'], here);
  t.regex(failsWith(t, both, { exitCode: 2, code: 'USAGE' }), /--source-file says what to build/);
  const two = await runCli(['build', 'tiny@1.0', 'tiny@1.1', '--output-file', 'x.json'], here);
  t.regex(failsWith(t, two, { exitCode: 2, code: 'USAGE' }), /x\.json sums up one build, not 2\./);
});
