import { mkdir, readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import { BuilderError } from '../../../src/error.js';
import { inHost } from '../../../src/path.js';
import type { BootstrapMode } from '../../../src/stack/bootstrap/bootstrap.js';
import { makeRoot } from '../../../src/stack/bootstrap/mmdebstrap.js';
import { serve } from '../../source/server.js';
import { folder } from '../fixture.js';

const PASSWORD = 'hunter2-of-the-mirror';

/** The arguments of every process of this machine that have a text in them. */
async function argumentsWith(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text));
}

const own: BootstrapMode = process.getuid?.() === 0 ? 'root' : 'unshare';
for (const mode of [own, 'chrootless'] as const) {
  test(`a mirror is told its password, and no process has it among its arguments: ${mode}`, async (t) => {
    const told = new Set<string | undefined>();
    const seen: string[] = [];
    const mirror = await serve(t, (request, response) => {
      told.add(request.headers.authorization);
      void argumentsWith(PASSWORD).then((found) => {
        seen.push(...found);
        response.writeHead(404).end();
      });
    });
    const address = mirror.origin.replace('//', `//user:${PASSWORD}@`);
    const partial = inHost(await folder(t), 'partial');
    await mkdir(partial);
    const log = inHost(partial, 'log');
    const error = await t.throwsAsync(
      makeRoot(
        {
          suite: 'bookworm',
          architecture: 'amd64',
          packages: [],
          mirrors: [`deb ${address}/debian bookworm main`],
          from: { variant: 'essential' },
          mode,
        },
        {
          target: inHost(partial, 'root.tar'),
          directory: inHost(partial, 'root'),
          log,
          onProgress: () => undefined,
        },
      ),
      { instanceOf: BuilderError, code: 'STACK_NOT_READY' },
    );
    const basic = Buffer.from(`user:${PASSWORD}`).toString('base64');
    t.deepEqual([...told], [`Basic ${basic}`], JSON.stringify(error));
    t.deepEqual(seen, []);
    t.false(JSON.stringify(error).includes(PASSWORD));
    t.false((await readFile(log, 'utf8')).includes(PASSWORD));
  });
}
