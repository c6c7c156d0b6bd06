import test from 'ava';
import { writeInFull } from '../../../src/cli/catalogue/abbreviation.js';
import { flagsBehind } from '../../../src/cli/catalogue/find.js';

const FLAGS = flagsBehind('build');

/** What a line becomes. */
const CASES: Readonly<Record<string, string>> = {
  '--na python --ver=3.5.2 --m 0': '--name python --version=3.5.2 --md5 0',
  // Those of the old builder come before ours, as --verbose, --sha512 and --output-dir.
  '--v=1 --sha=0 --s=0': '--version=1 --sha256=0 --sha256=0',
  '--gpg-r=1 --gpg-s 2 --git 3': '--gpg-rsa-key-id=1 --gpg-signature 2 --git-commit-sha 3',
  '--verb --output-d=x --no-c --he': '--verbose --output-dir=x --no-ccache --help',
  '--NAME=x --Ver y': '--name=x --version y',
  // Whole names mean themselves, and what begins none stays for whoever says so.
  '--sha512=0 --stack x --url=y --elephant': '--sha512=0 --stack x --url=y --elephant',
  '-nx -v 1 -n --na': '-nx -v 1 -n --na',
  '--md5 --na --na=x': '--md5 --na --name=x',
  '--na=x -- --ver': '--name=x -- --ver',
  '--url=a=b --ur=a=b': '--url=a=b --url=a=b',
};

for (const [line, expected] of Object.entries(CASES)) {
  test(`'${line}' is read as OptionParser read it`, (t) => {
    t.deepEqual(writeInFull(line.split(' '), FLAGS), expected.split(' '));
  });
}

test('what begins several options is refused: it names them', (t) => {
  const error = t.throws(() => writeInFull(['--g=1'], FLAGS), { code: 'USAGE' });
  t.like(error, {
    message: '--g may mean --gpg-rsa-key-id, --gpg-signature or --git-commit-sha.',
    hint: 'Write a little more of it.',
  });
  const ours = t.throws(() => writeInFull(['--st', 'x'], FLAGS), { code: 'USAGE' });
  t.like(ours, { message: '--st may mean --stack or --stacks-dir.' });
});
