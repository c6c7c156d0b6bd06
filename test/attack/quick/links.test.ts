import test from 'ava';
import { inHost } from '../../../src/path.js';
import { processesWith, runCli } from '../../e2e/cli.js';
import { filesBelow, workspace, writeRecipe } from '../../e2e/command-line/fixture.js';
import { canary } from '../canary.js';

const INSTALL = 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"';
const STAGING = '/binary-builder/staging';

/** The tree, each folder above it, and whatever else the machine's side made for the steps. */
const PLACES = [
  [`${STAGING}/app/.heroku/vendor`, ''],
  [`${STAGING}/app/.heroku`, 'vendor'],
  [`${STAGING}/app`, '.heroku/vendor'],
  [STAGING, 'app/.heroku/vendor'],
] as const;

for (const [place, below] of PLACES) {
  test.serial(`a link in the place of ${place} is not followed`, async (t) => {
    const { folder, isUntouched } = await canary(t, below);
    const here = await workspace(t, {
      build: { install: { run: `${INSTALL}; rm -rf ${place}; ln -s ${folder} ${place}` } },
    });
    const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
    t.is(run.exitCode, 4, run.stderr);
    t.regex(run.stderr, /^error STEP_FAILED .*link/m);
    t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
    await isUntouched(t, [here.cwd, here.cache]);
  });
}

test.serial('links in the places of the other folders of a build are not followed', async (t) => {
  const { folder, isUntouched } = await canary(t);
  const here = await workspace(t);
  const names = ['source', 'files', 'home', 'ccache'];
  for (const name of names) {
    const place = `/binary-builder/${name}`;
    const swap = `cd /; rm -rf ${place} || true; ln -s ${folder} ${place} || true`;
    await writeRecipe(here, { build: { install: { run: `${INSTALL}; ${swap}` } } }, name);
  }
  const requests = names.map((name) => `${name}@1.0`);
  const run = await runCli(['build', ...requests, '--stack=debian12'], here);
  t.true([0, 4].includes(run.exitCode), run.stderr);
  t.notRegex(run.stderr, /^error (?!STEP_FAILED)/m);
  await isUntouched(t, [here.cwd, here.cache]);
});

test.serial(
  'links to files inside of a tree are kept as links, whatever they lead to',
  async (t) => {
    const { folder, isUntouched } = await canary(t);
    const here = await workspace(t, {
      build: {
        install: {
          run: `${INSTALL}
          ln -s ${folder}/bin "$TREE/sbin"; ln -s ${folder}/lib "$TREE/lib"
          ln -s ${folder}/share "$TREE/share"; ln -s ${folder}/bin/x "$TREE/bin/x"`,
        },
      },
    });
    const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
    t.true([0, 4, 5].includes(run.exitCode), run.stderr);
    await isUntouched(t, [here.cwd, here.cache]);
  },
);

test.serial('what a step leaves running in the background can swap nothing any more', async (t) => {
  const { folder, isUntouched } = await canary(t);
  const swaps = `while :; do
    mv "$TREE/lib" "$TREE/kept" && ln -s ${folder}/lib "$TREE/lib"
    rm -f "$TREE/lib"; mv "$TREE/kept" "$TREE/lib"
  done`;
  const here = await workspace(t, {
    build: {
      install: {
        run: `${INSTALL}; mkdir "$TREE/lib"; echo text >"$TREE/lib/text"
          export TREE
          (setsid sh -c 'exec <&- >&- 2>&-; ${swaps.replaceAll("'", `'\\''`)}' & ) </dev/null >/dev/null 2>&1
          until [ -L "$TREE/lib" ]; do :; done`,
      },
    },
  });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.true([0, 4, 5].includes(run.exitCode), run.stderr);
  t.deepEqual(await processesWith(here.folder), []);
  await isUntouched(t, [here.cwd, here.cache]);
});
