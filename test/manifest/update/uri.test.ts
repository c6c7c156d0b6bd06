import test from 'ava';
import { expandUri } from '../../../src/manifest/update/index.js';
import { recordOf } from '../records.js';

const record = recordOf({ name: 'libffi', version: '3.4.4', stack: 'cflinuxfs4', arch: 'arm64' });

test('every placeholder of an address stands for a value of the record', (t) => {
  t.is(
    expandUri('https://b.example/{name}/{version}/{stack}/{arch}/{sha256}/{file}', record),
    `https://b.example/libffi/3.4.4/cflinuxfs4/arm64/${record.sha256}/libffi-3.4.4-linux-arm64.tgz`,
  );
  t.is(
    expandUri('https://b.example/{name}_{version}_linux_{arch}_{stack}_{sha8}.tgz', record),
    `https://b.example/libffi_3.4.4_linux_arm64_cflinuxfs4_${record.sha256.slice(0, 8)}.tgz`,
  );
  t.is(
    expandUri('file:///srv/{file}?{name}-{name}', record),
    `file:///srv/${record.file}?libffi-libffi`,
  );
  t.is(expandUri('https://b.example/a.tgz', record), 'https://b.example/a.tgz');
});

test('what means something else in an address is escaped', (t) => {
  const odd = recordOf({ name: 'c++/é', version: '1+2' });
  t.is(
    expandUri('https://b.example/{name}/{version}', odd),
    'https://b.example/c%2B%2B%2F%C3%A9/1%2B2',
  );
});

test('a value that looks like a placeholder is none', (t) => {
  t.is(expandUri('x:{name}', recordOf({ name: '{file}', version: '1' })), 'x:%7Bfile%7D');
});

test('an unknown placeholder is refused, with the nearest known one', (t) => {
  const known = 'Known: {name}, {version}, {stack}, {arch}, {file}, {sha256}, {sha8}.';
  const refused = (template: string, word: string, hint: string) => {
    const error = t.throws(() => expandUri(template, record), {
      code: 'USAGE',
      message: `There is no {${word}} in '${template}' to fill in.`,
    });
    t.like(error, { hint });
  };
  refused('https://b.example/{stacks}', 'stacks', `Did you mean {stack}? ${known}`);
  refused('https://b.example/{FILE}', 'FILE', `Did you mean {file}? ${known}`);
  refused('https://b.example/{md5}/{file}', 'md5', known);
  refused('https://b.example/{toString}', 'toString', known);
  refused('https://b.example/{}', '', known);
});
