import test from 'ava';
import { readManifest } from '../../src/manifest/model/index.js';
import { hostPath } from '../../src/path.js';
import { read } from './markdown.js';

const MANIFEST = 'examples/python-buildpack/manifest.yml';

test("the artifacts that the page on buildpacks lists are those of the example's manifest", async (t) => {
  const page = await read('docs/buildpack.md');
  const { entries } = readManifest(hostPath(MANIFEST), await read(MANIFEST));
  const rows = page.split('\n').filter((line) => /\sdebian12\s+default\s+sha256\s/.test(line));
  t.deepEqual(
    rows.map((row) => {
      const [name, version, , , , digest, uri] = row.split(/\s+/);
      return { name, version, digest, uri };
    }),
    entries.map(({ name, version, sha256, uri }) => ({
      name: name?.value,
      version: version?.value,
      digest: sha256?.value.slice(0, 12),
      uri: uri?.value,
    })),
  );
});
