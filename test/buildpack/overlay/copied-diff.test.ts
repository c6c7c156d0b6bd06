import test from 'ava';
import { overlayCase } from './overlaying.js';

const COMPILE = `BIN_DIR=$1
ENV_DIR=$2

# Install Conda, and leave the rest to it.
if [ -f environment.yml ]; then
  exit 0
fi

check_stack_support

# Libraries for maps.
sub-env geo-libs

# Packages.
source pip-install
`;

/** As a page shows it: no file names, other line numbers, and blank lines without the space before them. */
const COPIED = `@@ -28,9 +28,9 @@ CACHE_DIR=$2
 ENV_DIR=$2

 # Install Conda, and leave the rest to it.
-if [ -f environment.yml ]; then
-  exit 0
-fi
+#if [ -f environment.yml ]; then
+#  exit 0
+#fi

 check_stack_support

@@ -231,5 +231,5 @@ source pylibmc

 # Libraries for maps.
-sub-env geo-libs
+#sub-env geo-libs

 # Packages.
`;

test('a diff that was copied from a page is applied to the file that stands beside it', async (t) => {
  const change = { patch: 'compile.diff', file: 'bin/compile' };
  const here = await overlayCase(t, { 'bin/compile': COMPILE }, [change], {
    'compile.diff': COPIED,
  });
  const { changes } = await here.run();
  t.like(changes, [{ kind: 'patch', path: 'bin/compile', changed: true }]);
  t.is(
    await here.result('bin/compile'),
    COMPILE.replace(/^if.*\n.*\nfi$/m, (lines) => lines.replaceAll(/^/gm, '#')).replace(
      'sub-env',
      '#sub-env',
    ),
  );
  t.deepEqual((await here.again()).differences, []);
});

test('a diff without a line of context is applied where its line is, once', async (t) => {
  const la =
    "# libffi.la\n\n# Directory that this library needs to be installed in:\nlibdir='/tmp/libffi/lib'\n";
  const diff = "@@ -41 +41 @@\n-libdir='/tmp/libffi/lib'\n+libdir='/app/.heroku/vendor/lib'\n";
  const change = { patch: 'la.diff', file: 'lib/libffi.la' };
  const here = await overlayCase(t, { 'lib/libffi.la': la }, [change], { 'la.diff': diff });
  await here.run();
  t.is(await here.result('lib/libffi.la'), la.replace('/tmp/libffi', '/app/.heroku/vendor'));
  t.deepEqual((await here.again()).differences, []);
  const twice = await overlayCase(t, { 'lib/libffi.la': la + la }, [change], { 'la.diff': diff });
  await t.throwsAsync(twice.run(), {
    code: 'OVERLAY_MISMATCH',
    message: /fits in more than one way/,
  });
});

test('a file beside a diff that names its own, or several, is refused', async (t) => {
  const named = `--- a/bin/compile\n+++ b/bin/compile\n${COPIED}`;
  const refused = async (diff: string, message: RegExp) => {
    const change = { patch: 'x.diff', file: 'bin/compile' };
    const here = await overlayCase(t, { 'bin/compile': COMPILE }, [change], { 'x.diff': diff });
    await t.throwsAsync(here.run(), { code: 'OVERLAY_INVALID', message });
  };
  await refused(named, /x\.diff says itself what it is about/);
  await refused(named + named.replaceAll('bin/compile', 'bin/detect'), /x\.diff is about 2 files/);
  const here = await overlayCase(t, { 'bin/compile': COMPILE }, [{ patch: 'x.diff' }], {
    'x.diff': COPIED,
  });
  const error = await t.throwsAsync(here.run(), {
    code: 'OVERLAY_INVALID',
    message: /names no file/,
  });
  t.like(error, {
    hint: "Each part begins with '--- a/bin/compile' and '+++ b/bin/compile', by the paths in the buildpack; or 'file: bin/compile' stands beside 'patch'.",
  });
});
