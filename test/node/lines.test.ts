import { readdir } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { hostPath, inHost } from '../../src/path.js';
import { testCache } from '../prepared-root.js';
import { build, openWorkshop, sharedFolder } from '../e2e/builds/workshop.js';
import { LINES, nodeOf, under } from './line.js';

const checkout = hostPath(import.meta.dirname, '../..');
const folder = sharedFolder();

const libffi = async (name: string, through: readonly string[]) =>
  (
    await build(
      { request: 'libffi@3.4.4' },
      { runner: 'bubblewrap', jobs: 2, through },
      await openWorkshop(folder, name),
    )
  ).record.sha256;

for (const line of LINES) {
  test.serial(`the unit tests pass under Node ${line}`, async (t) => {
    const env = under(await nodeOf(line));
    t.regex((await execa('node', ['--version'], { env })).stdout, new RegExp(`^v${line}\\.`));
    // Those of tests are not for the tests that they start.
    const { exitCode, all } = await execa('npm', ['run', '--silent', 'test:unit'], {
      cwd: checkout,
      env,
      all: true,
      reject: false,
    });
    t.is(exitCode, 0, all.split('\n').slice(-200).join('\n'));
  });
}

test.serial('libffi has the same bytes under each Node', async (t) => {
  const expected = await libffi('own', []);
  for (const line of LINES) {
    const { PATH } = under(await nodeOf(line));
    t.is(await libffi(String(line), ['env', `PATH=${PATH}`]), expected, `Node ${line}`);
  }
});

test.serial('the quickstart ends the same way under each Node', async (t) => {
  const quickstart = async (env: { PATH?: string }) => {
    await execa('node', [inHost(checkout, 'bin/quickstart.js')], {
      cwd: folder,
      env: { ...env, BINARY_BUILDER_CACHE: testCache },
    });
    const made = inHost(folder, 'quickstart');
    const files = (await readdir(made)).filter((name) => /\.(?:zip|tgz)$/.test(name)).sort();
    return Promise.all(
      files.map(async (name) => [
        name,
        await hashFile(inHost(made, name), { algorithm: 'sha256' }),
      ]),
    );
  };
  const expected = await quickstart({});
  t.is(expected.length, 2);
  for (const line of LINES) {
    t.deepEqual(await quickstart(under(await nodeOf(line))), expected, `Node ${line}`);
  }
});
