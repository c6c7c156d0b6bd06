import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import test from 'ava';
import { parse } from 'yaml';
import { z } from 'zod';
import { inHost } from '../../../src/path.js';
import { EXAMPLE, failure, manifestOf, scene } from './scripts.js';

const run = promisify(execFile);
const awk = inHost(EXAMPLE, 'lib/manifest.awk');

/** What the buildpack reads in a manifest, line by line. */
async function read(text: string): Promise<string[]> {
  const reading = run('awk', ['-f', awk]);
  reading.child.stdin?.end(text);
  return (await reading).stdout.split('\n').filter((line) => line !== '');
}

test("the example's manifest is read as YAML means it", async (t) => {
  const text = await readFile(inHost(EXAMPLE, 'manifest.yml'), 'utf8');
  const schema = z.looseObject({
    dependencies: z.array(
      z.looseObject({
        name: z.string(),
        version: z.string(),
        uri: z.string(),
        sha256: z.string(),
        cf_stacks: z.array(z.string()),
      }),
    ),
  });
  const expected = schema
    .parse(parse(text))
    .dependencies.map(({ name, version, uri, sha256, cf_stacks }) =>
      ['entry', name, version, cf_stacks.join(','), uri, sha256, '-', '-'].join('\t'),
    );
  t.is(expected.length, 3);
  t.deepEqual(
    (await read(text)).filter((line) => line.startsWith('entry')),
    expected,
  );
});

test('every way in which block style is written is read', async (t) => {
  const text = [
    '\u{feff}--- # ours',
    'language: python',
    "stack: 'debian12' # one",
    'default_versions:',
    '  - name: python',
    '    version: 3.11.x',
    'include_files:',
    '- bin',
    'dependencies:',
    '  # the first',
    '  - name: "python"',
    "    version: '3.10'   # no number",
    '    cf_stacks: [debian12, "cflinuxfs4"]',
    '    uri: https://example.org/a#b',
    '    md5: abc',
    '    modules:',
    '    - name: pip',
    '      version: 1.0',
    '    dependencies:',
    '      - name: inner',
    '        version: 2.0',
    '  -',
    '    version: 1.0',
    '',
    '    name: libffi',
    '    cf_stacks:',
    '    - debian12',
    '    - cflinuxfs4 # too',
    '    file: dependencies/x/libffi.tgz',
    'pre_package: make',
  ].join('\r\n');
  t.deepEqual(await read(text), [
    'stack\tdebian12',
    'default\tpython\t3.11.x',
    'entry\tpython\t3.10\tdebian12,cflinuxfs4\thttps://example.org/a#b\t-\tabc\t-',
    'entry\tlibffi\t1.0\tdebian12,cflinuxfs4\t-\t-\t-\tdependencies/x/libffi.tgz',
  ]);
});

const ODD: Record<string, string> = {
  'dependencies: [{name: python}]': 'line 1: dependencies is written in a form',
  'dependencies:\n- {name: python}': 'line 2: an item of dependencies is written in a form',
  'dependencies:\n- version: 1.0\n': 'line 2: an item of dependencies without name or version',
  'dependencies:\n- name: *other\n': 'line 2: a value is written in a form',
  'dependencies:\n- name: "open\n': 'line 2: a quoted text is written in a form',
  'dependencies:\n- name: python\n  cf_stacks: debian12\n':
    'line 3: cf_stacks is written in a form',
};
for (const [text, message] of Object.entries(ODD)) {
  test(`${JSON.stringify(text)} is refused rather than misread`, async (t) => {
    const { compile } = await scene(t, { manifest: text });
    const { exitCode, stdout, stderr } = await compile();
    t.is(exitCode, 1);
    t.is(stdout, '');
    t.true(
      stderr.startsWith(` !     The buildpack's manifest.yml can't be read: ${message}`),
      stderr,
    );
    t.true(stderr.endsWith('Write it in block style, as binary-builder manifest update does.'));
  });
}

test('the stack is named by CF_STACK, else STACK, else by the packaged manifest', async (t) => {
  const { script, application, cache, buildpack } = await scene(t, {
    manifest: manifestOf(['3.9.2']),
  });
  const compile = async (env: Record<string, string>) =>
    await script('compile', [application, cache], env);
  t.regex((await compile({ STACK: 'debian12' })).stdout, /Using python 3\.9\.2/);
  t.is(
    (await compile({})).stderr,
    failure('Nothing says what the stack is: CF_STACK and STACK are empty.'),
  );
  const packaged = manifestOf(['3.9.2'], 'stack: debian12\n').replace(/ {2}cf_stacks:\n.*\n/, '');
  await writeFile(inHost(buildpack, 'manifest.yml'), packaged);
  t.regex((await compile({})).stdout, /Using python 3\.9\.2/);
  t.is(
    (await compile({ CF_STACK: 'cflinuxfs4' })).stderr,
    failure(
      'This buildpack is packaged for the stack debian12, and the stack here is cflinuxfs4.',
      'Package it with --stack cflinuxfs4 or --any-stack.',
    ),
  );
});
