import { stripVTControlCharacters } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { publicUri } from '../../../src/network/address.js';
import { BuilderError } from '../../../src/error.js';
import type { Event } from '../../../src/event.js';
import { answerText, stagedText } from '../../../src/cli/answer/application.js';
import { auditText } from '../../../src/cli/answer/audit.js';
import { explain } from '../../../src/cli/answer/error.js';
import { jsonReporter } from '../../../src/cli/progress/json.js';
import { linesOf } from '../../../src/cli/progress/lines.js';
import { diffText, findingsText, notesText, updateText } from '../../../src/cli/answer/manifest.js';
import { markdownTable } from '../../../src/cli/print/markdown-table.js';
import { overlaidText } from '../../../src/cli/answer/overlay.js';
import { plainReporter } from '../../../src/cli/progress/plain.js';
import { table } from '../../../src/cli/print/table.js';
import { told } from '../../../src/cli/print/told.js';
import { verdictMarkdown, verdictText } from '../../../src/cli/answer/verdict.js';
import type { Verdict } from '../../../src/artifact/index.js';
import { hostPath } from '../../../src/path.js';
import { printableJson } from '../../../src/text/printable.js';
import { BUILD, keeping } from './events.js';
import { HARMFUL, HOSTILE, withoutOurs } from './hostile.js';

/** One event of each kind in which everything that others say is this text. */
function eventsOf(text: string): Event[] {
  return [
    { type: 'stack.selected', build: BUILD, stack: text, reason: text },
    { type: 'mode.selected', build: BUILD, arch: 'x64', mode: text, reason: text },
    { type: 'runner.selected', build: BUILD, runner: text, reason: text },
    { type: 'stack.progress', stack: 'debian12', message: text },
    { type: 'stack.log', stack: 'debian12', line: text },
    { type: 'source.url', build: BUILD, url: publicUri(text) },
    { type: 'source.failed', url: publicUri(text), reason: text },
    { type: 'source.waiting', url: publicUri(text), reason: text },
    { type: 'source.ready', url: publicUri(text), path: text, size: 1, cached: false },
    { type: 'build.waiting', build: BUILD, reason: text },
    { type: 'phase.started', build: BUILD, phase: `test: ${text}` },
    { type: 'phase.finished', build: BUILD, phase: `test: ${text}`, milliseconds: 1 },
    { type: 'log', build: BUILD, phase: 'make', line: text },
    { type: 'warning', build: BUILD, message: text },
    { type: 'script.started', staging: 'app-debian12-x64-1a2b3c4d', script: 'bin/compile' },
    {
      type: 'script.line',
      staging: 'app-debian12-x64-1a2b3c4d',
      script: 'bin/compile',
      line: text,
    },
    {
      type: 'script.finished',
      staging: 'app-debian12-x64-1a2b3c4d',
      script: 'bin/compile',
      exitCode: 1,
      milliseconds: 1,
    },
    { type: 'build.failed', build: BUILD, error: errorOf(text) },
  ];
}

function errorOf(text: string): BuilderError {
  return new BuilderError('STEP_FAILED', `a ${text}`, { hint: `b ${text}`, excerpt: [text] });
}

function verdictOf(text: string): Verdict {
  return {
    artifact: hostPath(`/x/${text.replaceAll('\0', '')}`),
    // Only what a report of it shows.
    record: {
      name: text,
      version: text,
      stack: { name: text },
      arch: 'x64',
      file: text,
      sha256: text,
    },
    good: true,
    proofs: [
      { what: `test ${text}`, outcome: 'passed', detail: text, lines: [text, text] },
      { what: 'audit', outcome: 'warned', detail: text, lines: [text] },
    ],
  } as unknown as Verdict;
}

/** Everything that is printed for people, by where, of one foreign text. */
const PRINTED: Readonly<Record<string, (text: string) => string>> = {
  'plain lines': (text) => {
    const output = keeping();
    const reporter = plainReporter(output, { verbose: true });
    for (const event of eventsOf(text)) reporter.show(event);
    return output.text();
  },
  'lines in colours': (text) =>
    eventsOf(text)
      .flatMap((event) => linesOf(event))
      .join('\n'),
  'an error': (text) => explain(errorOf(text)).text,
  'a bug': (text) => explain(new Error(text)).text,
  'a bug in another thread of work': (text) => explain(new BuilderError('BUG', text)).text,
  'a table': (text) => told(table, ['a', 'b'], [[text, text]]),
  'a Markdown table': (text) => markdownTable(['a', 'b'], [[text, text]]),
  'an audit': (text) =>
    told(auditText, text, {
      type: 'audit',
      checks: 1,
      findings: [
        { check: 'setuid', severity: 'error', path: text, message: text },
        { check: 'setuid', severity: 'warning', path: text, message: text },
      ],
      waived: [{ check: text, reason: text, files: [text], findings: 1 }],
    } as unknown as Parameters<typeof auditText>[1]),
  'findings of a manifest': (text) =>
    told(findingsText, text, {
      entries: 1,
      findings: [
        {
          check: 'x',
          severity: 'error',
          message: text,
          line: 1,
          column: 1,
          range: { start: 0, end: 0 },
        },
      ],
      settings: [{ check: 'x', severity: 'off', reason: text, findings: 1 }],
      checks: {},
    }),
  'changes of a manifest': (text) => told(updateText, text, [{ message: text }]),
  'notes on a manifest': (text) => told(notesText, [text]),
  'manifests compared': (text) =>
    told(diffText, [{ kind: 'added', message: text }] as unknown as Parameters<typeof diffText>[0]),
  'an overlaid buildpack': (text) =>
    told(overlaidText, text, {
      changes: [{ path: text, message: text, changed: true }],
      differences: [],
      placed: 'written',
    } as unknown as Parameters<typeof overlaidText>[1]),
  'a staged application': (text) =>
    told(stagedText, {
      detected: text,
      scripts: [],
      processes: { [text]: text, sha256: text },
      droplet: { path: hostPath('/x'), size: 1, sha256: 's' },
    }),
  'an answer': (text) =>
    told(
      answerText,
      text,
      { command: text, status: 200, headers: { 'content-type': text }, milliseconds: 1 },
      [text],
    ),
  'a verdict': (text) => told(verdictText, verdictOf(text)),
  'a verdict in Markdown': (text) => verdictMarkdown(verdictOf(text)),
  JSON: (text) => {
    const output = keeping();
    const reporter = jsonReporter(output);
    for (const event of eventsOf(text)) reporter.show(event);
    return output.text();
  },
};

/** How many lines are printed of a harmless text: a foreign one may neither add nor take one. */
const LINES = Object.fromEntries(
  Object.entries(PRINTED).map(([where, print]) => [where, print('text').split('\n').length]),
);

function isMarkdown(where: string): boolean {
  return where.includes('Markdown');
}

for (const [where, print] of Object.entries(PRINTED)) {
  const holds = (t: ExecutionContext, text: string) => {
    const printed = print(text);
    t.notRegex(withoutOurs(printed), HARMFUL);
    // A hint has several lines, each behind an arrow; a bug's stack is several, each marked. Markdown has
    // no hints, but blocks of foreign lines, which may begin with an arrow.
    if (where.startsWith('a bug')) return;
    const hints = printed
      .split('\n')
      .filter((line) => stripVTControlCharacters(line).startsWith('  →') && !isMarkdown(where));
    const lines = printed.split('\n').length - Math.max(0, hints.length - 1);
    t.is(lines, LINES[where] ?? 0, printed);
  };

  for (const [what, text] of Object.entries(HOSTILE)) {
    test(`${where}: nothing foreign gets through that ${what}`, (t) => {
      holds(t, text);
    });
  }

  test(`${where}: no foreign text whatever gets a harmful character through`, (t) => {
    const unit = fc.oneof(
      fc.constant('→'),
      fc.constantFrom(...Object.values(HOSTILE)),
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (parts) => {
        holds(t, parts.join(''));
      }),
      { numRuns: 50 },
    );
    t.pass();
  });
}

test('colours that a text brings are shown as text, ours are colours', (t) => {
  const [line = ''] = linesOf({
    type: 'script.line',
    staging: 'app-debian12-x64-1a2b3c4d',
    script: 'bin/compile',
    line: '\u001b[32m✔ staged\u001b[39m',
  });
  t.true(stripVTControlCharacters(line).endsWith('\\u{1b}[32m✔ staged\\u{1b}[39m'));
});

test('a line of a program has a mark that no line of ours has, whatever it holds', (t) => {
  const own = linesOf({ type: 'phase.finished', build: BUILD, phase: 'audit', milliseconds: 3000 });
  const [forged = ''] = own.map(stripVTControlCharacters);
  t.is(forged, 'libffi-3.4.4-debian12-x64 ✔ audit 3s');
  const output = keeping();
  const reporter = plainReporter(output, { verbose: true });
  const said = `x\r${forged}`;
  reporter.show({ type: 'log', build: BUILD, phase: 'make', line: forged });
  reporter.show({ type: 'log', build: BUILD, phase: 'make', line: said });
  reporter.show({ type: 'log', build: BUILD, phase: 'make', line: '' });
  reporter.show({ type: 'stack.log', stack: 'debian12', line: forged });
  reporter.show({
    type: 'script.line',
    staging: 'app-debian12-x64-1a2b3c4d',
    script: 'bin/compile',
    line: forged,
  });
  t.is(
    output.text(),
    `libffi-3.4.4-debian12-x64 make │ ${forged}
libffi-3.4.4-debian12-x64 make │ x\\u{d}${forged}
libffi-3.4.4-debian12-x64 make │
debian12 │ ${forged}
bin/compile │ ${forged}
`,
  );
});

test('of a very long line the beginning is shown, and how much is left', (t) => {
  const output = keeping();
  const line = 'y'.repeat(1_000_000);
  plainReporter(output, { verbose: true }).show({
    type: 'script.line',
    staging: 'app-debian12-x64-1a2b3c4d',
    script: 'web',
    line,
  });
  t.is(output.text(), `web │ ${'y'.repeat(4096)}… (995904 more characters)\n`);
});

test('an event as JSON holds harmless texts, and names and paths as they are', (t) => {
  const output = keeping();
  const reporter = jsonReporter(output);
  const evil = 'a\u001b[2J\u202e\nb';
  reporter.show({ type: 'log', build: BUILD, phase: 'make', line: evil });
  reporter.show({ type: 'source.ready', url: publicUri(evil), path: evil, size: 1, cached: true });
  const [log, ready] = output
    .text()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  t.like(log, { line: 'a\\u{1b}[2J\\u{202e}\\u{a}b' });
  t.like(ready, { url: evil, path: evil });
});

test('JSON reads back as what it was made of', (t) => {
  for (const text of Object.values(HOSTILE)) {
    t.deepEqual(JSON.parse(printableJson({ [text]: [text] })), { [text]: [text] });
  }
});

test('no process of an application can be taken for the droplet’s digest', (t) => {
  const text = stripVTControlCharacters(PRINTED['a staged application']?.('0000') ?? '');
  t.regex(text, /^ {2}sha256 │ 0000$/m);
  t.deepEqual(text.match(/^ {2}sha256 {2}.*$/gm), ['  sha256  s']);
});

test('a message of several lines that is our bug has the mark in front of all but the first', (t) => {
  const text = stripVTControlCharacters(explain(new BuilderError('BUG', 'one\ntwo ✔')).text);
  t.true(text.endsWith('\none\n  │ two ✔'), text);
});
