// Puts the packages that an application's packages.yml lists into a folder beside it, where the Python
// buildpack finds them without a network. Packages that are there already stay:
//
//   node --import=tsx examples/vendor-packages.ts examples/python-app/vendor
import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { archOfMachine } from '../src/architecture.js';
import { BuilderError } from '../src/error.js';
import type { Emit } from '../src/event.js';
import { hostPath, inHost, type HostPath } from '../src/path.js';
import { debianOrigin, fetchSource } from '../src/source/index.js';
import { findStack, loadStacks, prepareRoot } from '../src/stack/index.js';
import { cacheFolders, cacheRoot } from '../src/store/index.js';
import { copyAtomic, sha256Of } from '../src/files/index.js';

const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, 'not a plain file name');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a sha256 digest');

const listSchema = z.strictObject({
  sources: z.array(
    z.strictObject({
      package: z.string(),
      suite: z.string(),
      version: z.string(),
      file: fileName,
      sha256,
    }),
  ),
  wheels: z.array(
    z.strictObject({ package: z.string(), stack: z.string(), path: z.string(), sha256 }),
  ),
});

type Source = z.infer<typeof listSchema>['sources'][number];
type Wheel = z.infer<typeof listSchema>['wheels'][number];

const emit: Emit = (event) => {
  if (event.type === 'warning') process.stderr.write(`warning: ${event.message}\n`);
  if (event.type === 'source.failed') process.stderr.write(`${event.url}: ${event.reason}\n`);
};

const context = { folders: cacheFolders(cacheRoot(process.env)), emit };

/** Puts one archive of upstream's, as a Debian source package has it, into the folder. */
async function vendorSource(source: Source, folder: HostPath): Promise<string> {
  const { package: name, suite, version, file, sha256: digest } = source;
  const target = inHost(folder, file);
  if ((await sha256Of(target)) !== digest) {
    const fetched = await fetchSource(
      {
        name: `${name} ${version}`,
        origins: [debianOrigin({ package: name, suite, version })],
        expected: { sha256: digest },
      },
      context,
    );
    await copyAtomic(fetched.path, target);
  }
  return file;
}

/** Puts one wheel out of a stack's binary package into the folder. */
async function vendorWheel(wheel: Wheel, folder: HostPath): Promise<string> {
  const file = fileName.parse(wheel.path.split('/').pop());
  const target = inHost(folder, file);
  if ((await sha256Of(target)) === wheel.sha256) return file;

  const found = inHost(await rootWith(wheel), wheel.path);
  const digest = await sha256Of(found);
  if (digest !== wheel.sha256) {
    throw new BuilderError(
      'DIGEST_MISMATCH',
      digest === undefined
        ? `${wheel.package} has no file ${wheel.path}`
        : `${wheel.path} of ${wheel.package} has sha256 ${digest}, and packages.yml says ${wheel.sha256}`,
      { hint: `Look at what the package is now, and bring packages.yml up to date.` },
    );
  }
  await copyAtomic(found, target);
  return file;
}

/** A root of the wheel's stack that has its package. */
async function rootWith({ package: name, stack }: Wheel): Promise<HostPath> {
  const arch = archOfMachine(process.arch, endianness());
  if (arch === undefined) {
    throw new BuilderError('UNKNOWN_ARCH', `no stack is made for a ${process.arch}`);
  }
  const stacks = await loadStacks([hostPath(import.meta.dirname, '../stacks')]);
  const root = await prepareRoot(
    {
      stack: findStack(stacks, stack),
      arch,
      toolchain: false,
      packages: [name],
      form: 'directory',
    },
    context,
  );
  if (root.kind !== 'directory') throw new TypeError('asked for a folder');
  return root.directory;
}

async function vendor(folder: HostPath): Promise<void> {
  const file = hostPath(dirname(folder), 'packages.yml');
  // Every value is text: a version such as 3.10 is no number.
  const list = listSchema.parse(parse(await readFile(file, 'utf8'), { schema: 'failsafe' }));
  for (const source of list.sources) {
    process.stdout.write(`${await vendorSource(source, folder)}\n`);
  }
  for (const wheel of list.wheels) process.stdout.write(`${await vendorWheel(wheel, folder)}\n`);
}

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  process.stderr.write('usage: node --import=tsx examples/vendor-packages.ts FOLDER\n');
  process.exit(2);
}
try {
  await vendor(hostPath(folder));
} catch (error) {
  if (!(error instanceof BuilderError)) throw error;
  process.stderr.write(
    `${[error.message, ...error.excerpt, error.hint ?? ''].join('\n').trim()}\n`,
  );
  process.exitCode = error.exitCode;
}
