import test from 'ava';
import fc from 'fast-check';
import nodePath from 'node:path';
import { MemberTree, type Member, type UnsafeMember } from '../../../src/archive/tar/index.js';

const file = (path: string): Member => ({ path, type: 'file' });
const directory = (path: string): Member => ({ path, type: 'directory' });
const symlink = (path: string, target: string): Member => ({ path, type: 'symlink', target });
const hardlink = (path: string, target: string): Member => ({ path, type: 'hardlink', target });

/** What a tree says of members: the folder that all are in, or what is unsafe. */
async function inspect(
  members: readonly Member[],
): Promise<{ top: string | undefined } | UnsafeMember> {
  const tree = new MemberTree();
  for (const member of members) {
    const unsafe = tree.add(member);
    if (unsafe !== undefined) return unsafe;
  }
  return (await tree.findUnsafe({ dropTop: true })) ?? { top: tree.top };
}

const SAFE: [string, Member[], string?][] = [
  ['one top folder', [directory('a/'), file('a/x'), file('a/b/y')], 'a'],
  ['one top folder that has no member of its own', [file('./a/x'), file('./a/y')], 'a'],
  ['a member for the root', [directory('./'), file('./a/x')], 'a'],
  ['several tops', [file('a/x'), file('b')]],
  ['a single file', [file('a')]],
  ['a single folder, empty', [directory('a/')]],
  ['a link beside its target', [file('a/x'), symlink('a/y', 'x')], 'a'],
  ['a link up and down again', [file('a/b/x'), symlink('a/c/y', '../b/x')], 'a'],
  ['a link to the tree itself', [file('a/x'), symlink('a/b/up', '..')], 'a'],
  ['a link to a link', [file('a/x'), symlink('a/y', 'x'), symlink('a/z', 'y')], 'a'],
  ['a link to nothing', [file('a/x'), symlink('a/y', 'absent')], 'a'],
  ['a hard link', [file('a/x'), hardlink('a/y', 'a/x')], 'a'],
  ['a name that only begins with dots', [file('a/..x'), file('a/...')], 'a'],
];

for (const [title, members, top] of SAFE) {
  test(`safe: ${title}`, async (t) => {
    t.deepEqual(await inspect(members), { top });
  });
}

const UNSAFE: [string, Member[], string, string][] = [
  ['an absolute path', [file('/etc/passwd')], '/etc/passwd', 'its path is absolute'],
  ['a path upwards', [file('a/x'), file('a/../../x')], 'a/../../x', 'its path has .. in it'],
  ['a path upwards alone', [file('..')], '..', 'its path has .. in it'],
  [
    'a device',
    [{ path: 'a/x', type: 'special' }],
    'a/x',
    'it is neither a file nor a folder nor a link',
  ],
  [
    'an absolute link',
    [file('a/y'), symlink('a/x', '/etc')],
    'a/x',
    'it is a link to the absolute path /etc',
  ],
  [
    'a link out of the tree',
    [file('x'), symlink('a/y', '../../x')],
    'a/y',
    'it is a link out of the tree, to ../../x',
  ],
  [
    'a link to beside the top folder, which is stripped',
    [file('a/x'), symlink('a/y', '../a/x')],
    'a/y',
    'it is a link out of the tree, to ../a/x',
  ],
  [
    'a link that goes back from behind another link',
    [file('a/b/c/x'), symlink('a/b/c/root', '../..'), symlink('a/y', 'b/c/root/../..')],
    'a/y',
    'it is a link to b/c/root/../.., which goes back from behind another link',
  ],
  [
    'a file behind a link',
    [symlink('a/dir', 'b'), file('a/dir/x')],
    'a/dir/x',
    'it would be written through the link a/dir',
  ],
  [
    'a file behind a link that comes later',
    [file('a/dir/x'), symlink('a/dir', 'b')],
    'a/dir/x',
    'it would be written through the link a/dir',
  ],
  [
    'a file in the place of a link',
    [symlink('a/x', 'y'), file('a/x')],
    'a/x',
    'a link has the same path',
  ],
  [
    'a file below a file',
    [file('a/x'), file('a/x/y')],
    'a/x/y',
    'it would be written below the file a/x',
  ],
  [
    'a hard link upwards',
    [file('a'), hardlink('b', '../../etc/passwd')],
    'b',
    'it is a hard link out of the tree, to ../../etc/passwd',
  ],
  [
    'an absolute hard link',
    [hardlink('b', '/etc/passwd')],
    'b',
    'it is a hard link out of the tree, to /etc/passwd',
  ],
  [
    'a hard link through a link',
    [symlink('a', 'x'), hardlink('b', 'a/y')],
    'b',
    'it is a hard link through the link a/y',
  ],
  [
    'a hard link to nothing',
    [hardlink('b', 'a')],
    'b',
    'it is a hard link to a, which is not in the archive before it',
  ],
];

for (const [title, members, member, reason] of UNSAFE) {
  test(`unsafe: ${title}`, async (t) => {
    t.deepEqual(await inspect(members), { member, reason });
  });
}

test('no link that passes as safe leads out of the tree when links are followed', async (t) => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const target = fc
    .array(fc.constantFrom('a', 'b', 'c', '..', '.'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join('/'));
  const links = fc.array(fc.tuple(path, target), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(links, async (pairs) => {
      const members = pairs.map(([from, to]) => symlink(from, to));
      if ('reason' in (await inspect([...members, file('top')]))) return;
      const targets = new Map(pairs);
      for (const [from] of pairs) t.true(staysInside(from, targets), JSON.stringify(pairs));
    }),
    { numRuns: 2000 },
  );
});

/** Follows a path as a kernel does, link by link; false when it goes above the root. */
function staysInside(path: string, links: ReadonlyMap<string, string>): boolean {
  const left = path.split('/');
  let at = '';
  for (let steps = 0; left.length > 0 && steps < 100; steps++) {
    const part = left.shift() ?? '';
    if (part === '.') continue;
    if (part === '..') {
      if (at === '') return false;
      at = nodePath.posix.dirname(at).replace(/^\.$/, '');
      continue;
    }
    const next = nodePath.posix.join(at, part);
    const target = links.get(next);
    if (target === undefined) at = next;
    else left.unshift(...target.split('/'));
  }
  return true;
}
