import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ExecutionContext } from 'ava';
import { Address } from '../../../src/network/address.js';
import { inHost, type HostPath } from '../../../src/path.js';
import { type FetchRequest, urlOrigin } from '../../../src/source/index.js';
import { bytes, digestsOf, temporaryFolder, workspace, type Workspace } from '../workspace.js';

export const BODY = bytes(10_000);

export interface Signer {
  context: Workspace;
  /** The working directory of the fetches. */
  home: HostPath;
  /** The source that is signed. */
  file: HostPath;
  /** The fingerprint of a key made for this test, which is in its GPG keyring. */
  fingerprint: string;
  gpg: (...args: string[]) => string;
  /** The armoured signature of the file, by the test's key or another. */
  sign: (by?: string) => string;
  /** Makes another key; its fingerprint. */
  makeKey: (name: string) => string;
  request: (keyId: string, signature: string) => FetchRequest;
}

/** A source and a throw-away key that signs it, in a GPG home of its own. */
export async function signer(t: ExecutionContext): Promise<Signer> {
  const home = await temporaryFolder(t);
  const gnupg = inHost(home, 'gnupg');
  await mkdir(gnupg, { mode: 0o700 });
  const environment = { PATH: process.env.PATH, GNUPGHOME: gnupg };
  const context = await workspace(t, { workingDirectory: home, environment });
  t.teardown(() => execFileSync('gpgconf', ['--kill', 'all'], { env: environment }));

  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--batch', '--quiet', '--no-tty', '--passphrase', '', ...args], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const makeKey = (name: string) => {
    gpg('--quick-gen-key', name, 'ed25519', 'sign', 'never');
    return /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys', name))?.[1] ?? '';
  };
  const fingerprint = makeKey('upstream@example.com');
  const file = inHost(home, 'thing.tgz');
  await writeFile(file, BODY);
  return {
    context,
    home,
    file,
    fingerprint,
    gpg,
    makeKey,
    sign: (by = fingerprint) =>
      gpg('--armor', '--local-user', by, '--output', '-', '--detach-sign', file),
    request: (keyId, signature) => ({
      name: 'thing 1.0',
      origins: [urlOrigin(new Address(pathToFileURL(file).href))],
      expected: { sha256: digestsOf(BODY).sha256 },
      signature: { keyId, signature },
    }),
  };
}
