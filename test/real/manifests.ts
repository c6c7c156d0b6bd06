// `npm run test:real -- FOLDER [--tags]`: what `manifest check` finds in manifests that others have written.
// CONTRIBUTING.md says what it prints.
import { checkManifest, gatherSurroundings } from '../../src/manifest/check/index.js';
import { readManifest } from '../../src/manifest/model/index.js';
import { BuilderError } from '../../src/error.js';
import { isFolder } from '../../src/files/index.js';
import { hostPath } from '../../src/path.js';
import { knownStacks } from '../../src/stack/index.js';
import { findManifests, type RealManifest } from './find.js';
import { manifestReport, type RealResult, totalReport } from './report.js';

const words = process.argv.slice(2);
const [folder, ...others] = words.filter((word) => word !== '--tags');

if (folder === undefined || others.length > 0 || !(await isFolder(hostPath(folder)))) {
  console.error('Usage: npm run test:real -- FOLDER [--tags]');
  process.exitCode = 2;
} else {
  const stacks = await knownStacks([hostPath(import.meta.dirname, '../../stacks')]);
  const results: RealResult[] = [];
  for (const found of await findManifests(hostPath(folder), words.includes('--tags'))) {
    const result = await resultOf(found, stacks);
    results.push(result);
    console.log(manifestReport(result));
  }
  console.log(`\n${totalReport(results)}`);
}

async function resultOf(
  { name, path, text }: RealManifest,
  stacks: Awaited<ReturnType<typeof knownStacks>>,
): Promise<RealResult> {
  try {
    const manifest = readManifest(path, text);
    const surroundings = await gatherSurroundings(manifest, { stacks });
    const { findings } = await checkManifest(manifest, surroundings);
    return { name, entries: manifest.entries.length, findings };
  } catch (error) {
    if (!(error instanceof BuilderError)) throw error;
    return { name, unreadable: error.message };
  }
}
