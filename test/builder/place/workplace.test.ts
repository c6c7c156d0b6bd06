import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import {
  makeBox,
  onHost,
  workplaceOf,
  type Workplace,
} from '../../../src/builder/place/workplace.js';
import { GUEST, guestPath, hostPath, inHost } from '../../../src/path.js';

async function workplace(t: ExecutionContext): Promise<Workplace> {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'workplace-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const place = workplaceOf('greet-1.0', folder);
  await makeBox(place, [GUEST.staging, GUEST.home]);
  return place;
}

const tree = guestPath(GUEST.staging, 'app/.heroku/vendor');

test('what the sandbox sees is found in the box, there or not', async (t) => {
  const place = await workplace(t);
  t.is(await onHost(place, tree), inHost(place.box, 'staging/app/.heroku/vendor'));
  t.is(await onHost(place, GUEST.root), place.box);
  t.true((await stat(await onHost(place, GUEST.home))).isDirectory());
});

for (const replaced of [
  'staging',
  'staging/app',
  'staging/app/.heroku',
  'staging/app/.heroku/vendor',
]) {
  test(`a link in the place of ${replaced} is refused, wherever it leads`, async (t) => {
    const place = await workplace(t);
    const outside = inHost(place.root, 'outside');
    await mkdir(inHost(outside, 'app/.heroku/vendor'), { recursive: true });
    await mkdir(inHost(place.box, replaced, '..'), { recursive: true });
    await rm(inHost(place.box, replaced), { recursive: true, force: true });
    await symlink(outside, inHost(place.box, replaced));
    await t.throwsAsync(onHost(place, tree), {
      code: 'STEP_FAILED',
      message: `greet-1.0: a step put a link to ${outside} in the place of /binary-builder/${replaced}.`,
    });
  });
}

test('a file on the way is no link: whoever wants a folder there finds out', async (t) => {
  const place = await workplace(t);
  await writeFile(inHost(place.box, 'staging/app'), '');
  t.is(await onHost(place, tree), inHost(place.box, 'staging/app/.heroku/vendor'));
});

test('a path beside the box is a bug of ours', async (t) => {
  const place = await workplace(t);
  await t.throwsAsync(onHost(place, guestPath('/binary-builder/../etc')), {
    instanceOf: TypeError,
  });
  await t.throwsAsync(onHost(place, guestPath('/etc')), { instanceOf: TypeError });
});
