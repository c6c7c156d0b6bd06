import test from 'ava';
import { layersOf, rootSourceOf, type LayersRequest } from '../../../src/stack/root/layer.js';
import { stack } from '../fixture.js';

const request: LayersRequest = {
  stack: stack(),
  arch: 'x64',
  machine: 'x64',
  generation: '',
  toolchain: true,
  packages: ['zlib1g-dev', 'bison'],
};
const keys = (changes: Partial<LayersRequest> = {}) =>
  layersOf({ ...request, ...changes }).map(({ key }) => key);

test('a root has a base, a toolchain and the packages of the recipe, sorted', (t) => {
  t.deepEqual(
    layersOf(request).map(({ role, packages }) => [role, packages]),
    [
      ['base', []],
      ['toolchain', ['gcc', 'make']],
      ['packages', ['bison', 'zlib1g-dev']],
    ],
  );
});

test('a layer that adds nothing is left out', (t) => {
  const roles = (changes: Partial<LayersRequest>) =>
    layersOf({ ...request, ...changes }).map(({ role }) => role);
  t.deepEqual(roles({ packages: [] }), ['base', 'toolchain']);
  t.deepEqual(roles({ packages: ['gcc', 'make'] }), ['base', 'toolchain']);
  t.deepEqual(roles({ toolchain: false, packages: [] }), ['base']);
});

test('the order of packages does not matter, their number neither', (t) => {
  t.deepEqual(keys({ packages: ['bison', 'zlib1g-dev', 'bison'] }), keys());
});

test('a key changes with what is below it, and only with that', (t) => {
  const [base, toolchain, packages] = keys();
  t.regex(base ?? '', /^debian12-x64-[0-9a-f]{16}$/);
  t.deepEqual(keys({ packages: ['flex'] }).slice(0, 2), [base, toolchain]);
  t.not(keys({ packages: ['flex'] })[2], packages);

  const other = keys({ stack: stack({ toolchain: ['clang'] }) });
  t.is(other[0], base);
  t.not(other[1], toolchain);
  t.not(other[2], packages);
});

test('a new generation shares no layer with the old one', (t) => {
  const old = new Set(keys());
  t.false(keys({ generation: '2026' }).some((key) => old.has(key)));
});

test('what a stack says of people and of compiling makes no other root', (t) => {
  const changed = stack({ description: 'x', environment: { CFLAGS: '-O3' }, preference: 9 });
  t.deepEqual(keys({ stack: changed }), keys());
});

test('ccache is in the toolchain of the machine’s own architecture alone', (t) => {
  const kept = stack({ ccache: { packages: ['ccache'], links: '/usr/lib/ccache' } });
  const toolchain = (changes: Partial<LayersRequest>) =>
    layersOf({ ...request, stack: kept, ...changes })[1]?.packages;
  t.deepEqual(toolchain({}), ['ccache', 'gcc', 'make']);
  t.deepEqual(toolchain({ arch: 's390x' }), ['gcc', 'make']);
  t.deepEqual(toolchain({ machine: undefined }), ['gcc', 'make']);
});

test('what compiles for another architecture is in no root by itself', (t) => {
  t.deepEqual(keys({ stack: stack({ cross: { s390x: ['gcc-s390x-linux-gnu'] } }) }), keys());
});

test('a package that would be an option is refused', (t) => {
  t.throws(() => layersOf({ ...request, packages: ['--include=x'] }), {
    code: 'STACK_NOT_READY',
    message: "'--include=x' is not the name of a Debian package",
  });
});

test('a stack that does not exist for an architecture says for which it does', (t) => {
  const error = t.throws(() => layersOf({ ...request, arch: 'arm64' }), {
    code: 'UNKNOWN_ARCH',
    message: "the stack debian12 doesn't exist for arm64",
  });
  t.like(error, { hint: '/stacks/debian12.yml has it for x64, s390x.' });
});

test('an image or an archive may differ by architecture', (t) => {
  const image = stack({ root: { image: { x64: 'example/x', s390x: 'example/z' } } });
  t.deepEqual(rootSourceOf(image, 's390x'), { image: 'example/z' });
  const same = stack({ root: { image: 'example/all' } });
  t.deepEqual(rootSourceOf(same, 'x64'), { image: 'example/all' });
  const archive = { path: 'a.tar', sha256: 'a'.repeat(64) };
  t.deepEqual(rootSourceOf(stack({ root: { archive } }), 'x64'), { archive });
  t.deepEqual(rootSourceOf(stack({ root: { archive: { x64: archive } } }), 'x64'), { archive });
  t.throws(() => rootSourceOf(stack({ root: { archive: { x64: archive } } }), 's390x'), {
    code: 'UNKNOWN_ARCH',
  });
});

test('an archive is what its digest says, wherever it lies', (t) => {
  const at = (path: string) =>
    keys({ stack: stack({ root: { archive: { path, sha256: 'a'.repeat(64) } } }) });
  t.deepEqual(at('a.tar'), at('/elsewhere/b.tar'));
});
