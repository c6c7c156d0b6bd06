import test from 'ava';
import { findVerb } from '../../src/cli/find-verb.js';

const FOUND: Readonly<Record<string, readonly [name: string, rest: string]>> = {
  'build libffi@3.4.4 --force': ['build', 'libffi@3.4.4 --force'],
  'manifest update manifest.yml python': ['manifest update', 'manifest.yml python'],
  'manifest --output-dir out check manifest.yml': [
    'manifest check',
    '--output-dir out manifest.yml',
  ],
  'manifest --records check manifest.yml': ['manifest check', '--records manifest.yml'],
  'manifest --output-dir=list check manifest.yml': [
    'manifest check',
    '--output-dir=list manifest.yml',
  ],
  // What stands before a verb is said to binary-builder, and not to it.
  '--json plan libffi@3.4.4': ['plan', 'libffi@3.4.4'],
  '--name build plan libffi@3.4.4': ['plan', 'libffi@3.4.4'],
};

for (const [line, [name, rest]] of Object.entries(FOUND)) {
  test(`'${line}' is for ${name}`, (t) => {
    t.deepEqual(findVerb(line.split(' ')), { what: 'verb', name, rest: rest.split(' ') });
  });
}

test('without a word the first thing is done', (t) => {
  t.deepEqual(findVerb(['recipes']), { what: 'verb', name: 'recipes list', rest: [] });
  t.deepEqual(findVerb(['stacks', '--arch', 'x64']), {
    what: 'verb',
    name: 'stacks list',
    rest: ['--arch', 'x64'],
  });
});

test('an unknown word is refused: the nearest is suggested, all are listed', (t) => {
  const error = t.throws(() => findVerb(['recipes', 'lind']));
  t.like(error, {
    code: 'USAGE',
    message: "'recipes' can't 'lind'.",
    hint: "Did you mean 'recipes lint'? It can: list, show, lint.",
  });
  const other = t.throws(() => findVerb(['recipes', 'elephant']));
  t.like(other, { hint: 'It can: list, show, lint.' });
});

test('what is abbreviated in the classic form is written in full', (t) => {
  t.deepEqual(findVerb(['--na', 'python', '--ver=3.5.2', '--m=0']), {
    what: 'classic',
    rest: ['--name', 'python', '--version=3.5.2', '--md5=0'],
  });
});

for (const line of ['--name=build --version=1', '--nam=x build', 'receipes', '']) {
  test(`'${line}' is the classic form`, (t) => {
    const words = line.split(' ').filter((word) => word !== '');
    t.deepEqual(findVerb(words), { what: 'classic', rest: words });
  });
}

test('help of all, of a verb with subverbs, and of none of them where it is an option’s value', (t) => {
  t.deepEqual(findVerb(['--json', '--help']), { what: 'help', name: '' });
  t.deepEqual(findVerb(['receipes', '--help']), { what: 'help', name: '' });
  t.deepEqual(findVerb(['manifest', '-h']), { what: 'help', name: 'manifest' });
  t.deepEqual(findVerb(['manifest', 'list', '--help']), {
    what: 'verb',
    name: 'manifest list',
    rest: ['--help'],
  });
  t.deepEqual(findVerb(['--name', '--help', '--version=1']), {
    what: 'classic',
    rest: ['--name', '--help', '--version=1'],
  });
});
