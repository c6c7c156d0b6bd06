import { mkdir, rename, rm } from 'node:fs/promises';
import { inHost } from '../../../path.js';
import { type Digests, explainSystemError, measureFile } from '../../../files/index.js';
import type { DebianOrigin } from './planned.js';
import { PrivateApt } from './apt.js';
import { choosePackage, parseSources } from './sources-index.js';
import { OriginFailure, type Received, type Receiving, requireSize } from '../../receive/index.js';

/**
 * Gets upstream's archive out of a Debian source package, from the mirror of the machine's own apt.
 * @throws OriginFailure; BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function receiveDebian(
  origin: DebianOrigin,
  expected: Digests,
  receiving: Receiving,
): Promise<Received> {
  requirePlainNames(origin);
  const apt = await PrivateApt.open(receiving.landing.folder, origin.suite, receiving);
  try {
    return await receiveBy(apt, origin, expected, receiving);
  } finally {
    await apt.close();
  }
}

async function receiveBy(
  apt: PrivateApt,
  origin: DebianOrigin,
  expected: Digests,
  { landing, limits, signal }: Receiving,
): Promise<Received> {
  await apt.update();
  const packages = parseSources(await apt.showSource(origin.package));
  const choice = choosePackage(packages, { ...origin, expected });
  if (choice.kind === 'none') throw new OriginFailure({ kind: 'final' }, choice.reason);
  // What the index says, apt holds the mirror to.
  requireSize(choice.size, limits);

  const { scratch } = landing;
  try {
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    await apt.download(origin.package, choice.version, scratch);
    await rename(inHost(scratch, choice.file), landing.path);
  } catch (error) {
    throw explainSystemError(error, landing.folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const measure = await measureFile(landing.path, signal);
  return { ...measure, fileName: choice.file, resumed: false, html: false };
}

/** The names go into a file and an argument list that apt reads. */
function requirePlainNames(origin: DebianOrigin): void {
  for (const name of [origin.package, origin.suite]) {
    if (!/^[a-z0-9][a-z0-9+./_-]*$/i.test(name)) {
      throw new OriginFailure({ kind: 'final' }, `'${name}' is not a name that Debian uses`);
    }
  }
}
