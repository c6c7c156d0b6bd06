import test from 'ava';
import { checks, checksMarkdown } from '../../src/audit/index.js';
import { explanationText } from '../../src/text/explanation.js';

test('a check is explained in lines that fit a terminal', (t) => {
  const { setuid } = checks;
  t.is(
    setuid && explanationText(setuid),
    [
      'setuid (error): no file runs with the rights of its owner or group (setuid,',
      'setgid).',
      '',
      'Such a program runs with the rights of whoever owns the file. What owner it gets',
      'is decided where the artifact is unpacked, often root: then anybody there may',
      'use every fault in it to become root.',
      '',
      'What to do:',
      'Have install not set the bit, or clear it in a step after install: chmod u-s,g-s',
      'FILE. Programs that need more rights belong into the stack.',
    ].join('\n'),
  );
  for (const check of Object.values(checks)) {
    for (const line of explanationText(check).split('\n')) t.true(line.length <= 80, line);
  }
});

test('the page has errors first, then warnings, each with what to do', (t) => {
  const page = checksMarkdown();
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  const ids = (severity: string) =>
    Object.values(checks)
      .filter((check) => check.severity === severity)
      .map(({ id }) => `\`${id}\``);
  t.deepEqual(headings, ['Errors', ...ids('error'), 'Warnings', ...ids('warning')]);
  t.is(page.match(/^\*\*What to do:\*\*/gm)?.length, Object.keys(checks).length);
});
