import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { stringify } from 'yaml';
import { readZipText } from '../../../src/archive/zip/read.js';
import { writeZip } from '../../../src/archive/zip/write.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { cacheForStaging, server, writeFiles } from '../../buildpack/stage/workshop.js';
import { preparedRoot } from '../../prepared-root.js';
import { runCli, temporaryFolder } from '../cli.js';
import { archive, type Source } from '../command-line/fixture.js';

const FIXTURES = hostPath(import.meta.dirname, 'procedure');
const SEVEN = ['2.7.11', '2.7.12', '3.3.5', '3.3.6', '3.4.4', '3.4.5', '3.5.1'];
const STACK = 'debian12';

/** What the buildpack vendors before: of another architecture's builder, and lost. */
const lost = (name: string, version: string, file: string) => `  - name: ${name}
    version: ${/^\d+\.\d+$/.test(version) ? `"${version}"` : version}
    cf_stacks:
      - ${STACK}
    uri: https://binaries.example.org/${file}
    md5: ${Buffer.from(`${name}${version}0123456789abcdef`).toString('hex').slice(0, 32)}
`;

const CLASSIC = `---
language: python
default_versions:
  - name: python
    version: 2.7.12
url_to_dependency_map:
  - match: python-(\\d+\\.\\d+\\.\\d+)
    name: python
    version: $1
  - match: libmemcache
    name: libmemcache
    version: 1.0.18
  - match: libffi
    name: libffi
    version: "3.1"
dependencies:
${lost('libmemcache', '1.0.18', 'libmemcache.tar.gz')}${lost('libffi', '3.1', 'libffi.tar.gz')}${[
  ...SEVEN,
  '3.5.2',
]
  .map((version) => lost('python', version, `python-${version}-linux-x64.tgz`))
  .join('')}exclude_files:
  - .git/
  - .gitignore
`;

/** The procedure's own changes, as it shows them. */
const COMPILE_DIFF = `@@ -10,11 +10,11 @@ CACHE_DIR=$2
 CACHE_DIR=$2

 # Use miniconda if environment.yml exists and exit
-if [ -f $BUILD_DIR/environment.yml ]; then
-  echo "----------------- USING CONDA BUILDPACK -----------------"
-  $BIN_DIR/steps/conda-install $BUILD_DIR $CACHE_DIR
-  exit 0
-fi
+#if [ -f $BUILD_DIR/environment.yml ]; then
+#  echo "----------------- USING CONDA BUILDPACK -----------------"
+#  $BIN_DIR/steps/conda-install $BUILD_DIR $CACHE_DIR
+#  exit 0
+#fi

 $ROOT_DIR/compile-extensions/bin/check_stack_support

@@ -231,9 +231,9 @@ source $BIN_DIR/steps/vendor
 source $BIN_DIR/steps/vendor

 # Support for Geo libraries.
-sub-env $BIN_DIR/steps/geo-libs
+#sub-env $BIN_DIR/steps/geo-libs

 # GDAL support.
-source $BIN_DIR/steps/gdal
+#source $BIN_DIR/steps/gdal

 # Install dependencies with Pip.
`;
const PRINT_DIFF = '@@ -37 +37 @@\n-        print get_state()\n+        print (get_state())\n';
const OVERLAY = `changes:
- patch: compile.diff
  file: bin/compile
- edit: vendor/bpwatch/bpwatch.zip
  changes:
  - patch: print.diff
    file: bp_cli.py
`;

/** A dependency that is made in a moment. */
async function recipe(
  recipes: HostPath,
  source: Source,
  { name, version, prefix, install, artifact }: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const text = stringify({
    name,
    description: 'Made in a moment',
    homepage: 'https://example.org/',
    license: 'MIT',
    prefix,
    versions: { [version ?? '']: { md5: source.md5 } },
    source: { url: source.url },
    build: { system: 'custom', install: { run: install } },
    ...(artifact === undefined ? {} : { artifact: { name: artifact } }),
    tests: [{ name: 'is there', contains: ['**'] }],
  });
  await writeFile(inHost(recipes, `${name ?? ''}.yml`), text);
}

test('the procedure of 2016, step by step, on a classic buildpack and on a current one', async (t) => {
  t.timeout(1_200_000);
  const folder = await temporaryFolder(t);
  const here = inHost(folder, 'here');
  const recipes = inHost(here, 'recipes');
  await mkdir(recipes, { recursive: true });
  await preparedRoot({ toolchain: true, packages: [] });
  const surroundings = { cwd: here, cache: await cacheForStaging(folder) };
  const run = async (...words: string[]) => {
    const finished = await runCli(words, surroundings);
    t.is(finished.exitCode, 0, `${words.join(' ')}\n${finished.stdout}\n${finished.stderr}`);
    return finished;
  };

  // Step 1: the source code of the buildpack.
  const buildpack = inHost(here, 'python-buildpack');
  await cp(inHost(FIXTURES, 'classic'), buildpack, { recursive: true });
  await writeFiles(buildpack, { 'manifest.yml': CLASSIC });
  const zip = inHost(buildpack, 'vendor/bpwatch/bpwatch.zip');
  await mkdir(inHost(buildpack, 'vendor/bpwatch'), { recursive: true });
  const print = `${'\n'.repeat(36)}        print get_state()\n`;
  await writeZip(zip, [
    { path: 'bp_cli.py', kind: 'file', mode: 0o644, content: { bytes: Buffer.from(print) } },
  ]);

  // Step 2: python by the builder's own command line, then libmemcache and libffi.
  const python = await archive(folder, { python: '#!/bin/sh\nexec perl "$@"\n' }, 'Python-3.5.2');
  const memcached = await archive(folder, { 'memcached.h': '' }, 'libmemcached-1.0.18');
  const ffi = await archive(folder, { 'ffi.h': '' }, 'libffi-3.1');
  await recipe(recipes, python, {
    name: 'python',
    version: '3.5.2',
    prefix: '/app/.heroku/python',
    install: 'mkdir -p "$TREE/bin"; install -m 755 python "$TREE/bin/python"',
  });
  const library = (from: string) => `mkdir -p "$TREE/lib"; cp ${from} "$TREE/lib/"`;
  await recipe(recipes, memcached, {
    name: 'libmemcached',
    version: '1.0.18',
    prefix: '/app/.heroku/vendor',
    install: library('memcached.h'),
    artifact: 'libmemcache',
  });
  await recipe(recipes, ffi, {
    name: 'libffi',
    version: '3.1',
    prefix: '/app/.heroku/vendor',
    install: library('ffi.h'),
  });
  const where = [`--stack=${STACK}`, '--runner=bubblewrap'];
  await run('--name=python', '--version=3.5.2', `--md5=${python.md5}`, ...where);
  await run('build', 'libmemcached@1.0.18', 'libffi@3.1', ...where);

  // Step 3: its files are changed, by the diffs as they stand there.
  await writeFiles(here, {
    'overlay.yml': OVERLAY,
    'compile.diff': COMPILE_DIFF,
    'print.diff': PRINT_DIFF,
  });
  await run('buildpack', 'overlay', 'python-buildpack', 'overlay.yml', '--output=changed');
  const changed = inHost(here, 'changed');
  t.is(
    await readZipText(inHost(changed, 'vendor/bpwatch/bpwatch.zip'), 'bp_cli.py', {
      maxBytes: 200,
    }),
    print.replace('print get_state()', 'print (get_state())'),
  );
  const manifest = inHost(changed, 'manifest.yml');
  const gone = SEVEN.map((version) => `python@${version}`);
  await run(
    ...['manifest', 'remove', manifest, ...gone, `--stack=${STACK}`, '--default=python=3.5.2'],
  );
  await run('manifest', 'update', manifest);
  const text = await readFile(manifest, 'utf8');
  const uris = [...text.matchAll(/^ {4}uri: (.*)$/gm)].map(([, uri = '']) => uri);
  const files = ['libmemcached-1.0.18', 'libffi-3.1', 'python-3.5.2'];
  t.deepEqual(
    uris.map((uri) => uri.replace(/^file:.*\/(.*)-linux-\w+\.tgz$/, '$1')),
    files,
  );
  t.is(
    text.replaceAll(/(uri|md5): .*/g, '$1'),
    procedureManifest().replaceAll(/(uri|md5): .*/g, '$1'),
  );

  // Step 4: the buildpack with its dependencies, and an application that is pushed.
  const application = inHost(here, 'app');
  const page = 'HTTP/1.0 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\nhello\\n';
  await writeFiles(application, { 'requirements.txt': '', 'server.pl': server(page) });
  const packaged = await run(
    ...['buildpack', 'package', 'changed', '--cached', `--stack=${STACK}`, '--json'],
  );
  t.regex(packaged.stdout, /under two names, since staging makes one of a file: uri/);
  const pack = 'python_buildpack-cached-debian12-v1.5.9.zip';
  const staged = await run(
    ...['buildpack', 'stage', pack, 'app', '--runner=bubblewrap', `--stack=${STACK}`, '--run'],
  );
  t.regex(
    staged.stdout,
    /bin\/compile │ Installing python-3\.5\.2 from file_+.*python-3\.5\.2-linux-/,
  );
  for (const name of ['python', 'ffi.h', 'memcached.h']) {
    t.regex(staged.stdout, new RegExp(`^bin/compile │ ${name}$`, 'm'));
  }
  t.regex(staged.stdout, /^✔ serves: GET \/ answered 200/m);

  // The same binaries in a buildpack of today.
  const today = inHost(here, 'today');
  await cp(inHost(FIXTURES, 'current'), today, { recursive: true });
  await run(
    ...['manifest', 'new', '--language=python', `--output=${inHost(today, 'manifest.yml')}`],
  );
  await writeFile(
    inHost(today, 'manifest.yml'),
    'include_files:\n- bin/\n- VERSION\n- manifest.yml\n',
    {
      flag: 'a',
    },
  );
  await run('buildpack', 'package', 'today', '--cached', `--stack=${STACK}`);
  const current = await run(
    ...['buildpack', 'stage', 'python_buildpack-cached-debian12-v1.9.4.zip', 'app'],
    ...['--runner=bubblewrap', `--stack=${STACK}`, '--run'],
  );
  t.regex(current.stdout, /^bin\/supply │ Installing libmemcache 1\.0\.18$/m);
  t.regex(current.stdout, /^✔ serves: GET \/ answered 200/m);
});

/** What the procedure's diff makes of the manifest. */
function procedureManifest(): string {
  return SEVEN.reduce(
    (text, version) => text.replace(lost('python', version, `python-${version}-linux-x64.tgz`), ''),
    CLASSIC,
  ).replace('    version: 2.7.12\nurl', '    version: 3.5.2\nurl');
}
