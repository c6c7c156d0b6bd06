import test from 'ava';
import fc from 'fast-check';
import nodePath from 'node:path';
import { inspectMembers } from '../../../src/source/archive/member.js';
import type { Member } from '../../../src/archive/tar/index.js';

const file = (path: string): Member => ({ path, type: 'file' });
const directory = (path: string): Member => ({ path, type: 'directory' });
const symlink = (path: string, target: string): Member => ({ path, type: 'symlink', target });
const hardlink = (path: string, target: string): Member => ({ path, type: 'hardlink', target });

const SAFE: [string, Member[], 0 | 1][] = [
  ['one top folder', [directory('a/'), file('a/x'), file('a/b/y')], 1],
  ['one top folder that has no member of its own', [file('./a/x'), file('./a/y')], 1],
  ['a member for the root', [directory('./'), file('./a/x')], 1],
  ['several tops', [file('a/x'), file('b')], 0],
  ['a single file', [file('a')], 0],
  ['a single folder, empty', [directory('a/')], 0],
  ['a link beside its target', [file('a/x'), symlink('a/y', 'x')], 1],
  ['a link up and down again', [file('a/b/x'), symlink('a/c/y', '../b/x')], 1],
  ['a link to the tree itself', [file('a/x'), symlink('a/b/up', '..')], 1],
  ['a link to a link', [file('a/x'), symlink('a/y', 'x'), symlink('a/z', 'y')], 1],
  ['a link to nothing', [file('a/x'), symlink('a/y', 'absent')], 1],
  ['a hard link', [file('a/x'), hardlink('a/y', 'a/x')], 1],
  ['a name that only begins with dots', [file('a/..x'), file('a/...')], 1],
];

for (const [title, members, strip] of SAFE) {
  test(`safe: ${title}`, (t) => {
    t.deepEqual(inspectMembers(members), { kind: 'safe', strip });
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
    'it is a hard link to a, which is not in the archive',
  ],
];

for (const [title, members, member, reason] of UNSAFE) {
  test(`unsafe: ${title}`, (t) => {
    t.deepEqual(inspectMembers(members), { kind: 'unsafe', member, reason });
  });
}

test('no link that passes as safe leads out of the tree when links are followed', (t) => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const target = fc
    .array(fc.constantFrom('a', 'b', 'c', '..', '.'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join('/'));
  const links = fc.array(fc.tuple(path, target), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(links, (pairs) => {
      const members = pairs.map(([from, to]) => symlink(from, to));
      if (inspectMembers([...members, file('top')]).kind === 'unsafe') return;
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
