import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { BuilderError } from '../../../src/error.js';
import { checkManifest, gatherSurroundings } from '../../../src/manifest/check/index.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath, inHost } from '../../../src/path.js';
import { namedStacks, withEntry } from './findings.js';

type Given = Parameters<typeof gatherSurroundings>[1];

/** A default past its date, in a file for another stack than its own. */
const TEXT = `default_versions:
- {name: libffi, version: "3.1"}
dependency_deprecation_dates:
- {name: libffi, version_line: "3.1", date: 2020-01-01}
${withEntry({ uri: 'https://example.org/libffi-3.1-cflinuxfs3.tgz' })}`;

/** Checks that manifest with a binary-builder.yml beside it. */
async function checked(t: ExecutionContext, policies: string, given: Partial<Given> = {}) {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'check-settings-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(inHost(folder, 'binary-builder.yml'), policies);
  const manifest = readManifest(inHost(folder, 'manifest.yml'), TEXT);
  const stacks = namedStacks('cflinuxfs3', 'cflinuxfs4');
  const { findings, settings } = await checkManifest(
    manifest,
    await gatherSurroundings(manifest, { stacks, ...given }),
  );
  return { settings, findings: findings.map(({ check, severity }) => `${severity} ${check}`) };
}

test('a check matters as much as it says', async (t) => {
  t.deepEqual(await checked(t, ''), {
    findings: ['warning default-deprecated', 'warning deprecated', 'error stack-mismatch'],
    settings: [],
  });
});

test('binary-builder.yml switches a check off, or makes it a warning or an error, with a reason', async (t) => {
  const { findings, settings } = await checked(
    t,
    `manifest:
  checks:
    deprecated: { severity: off, reason: we mend it ourselves }
    stack-mismatch: { severity: warning, reason: 'it is static, see #12' }
    default-deprecated: { severity: error }
    uri-shared: { severity: off, reason: no reason to find any }
`,
  );
  t.deepEqual(findings, ['error default-deprecated', 'warning stack-mismatch']);
  t.deepEqual(settings, [
    { check: 'uri-shared', severity: 'off', reason: 'no reason to find any', findings: 0 },
    { check: 'stack-mismatch', severity: 'warning', reason: 'it is static, see #12', findings: 1 },
    { check: 'default-deprecated', severity: 'error', findings: 1 },
    { check: 'deprecated', severity: 'off', reason: 'we mend it ourselves', findings: 1 },
  ]);
});

test('the command line comes first', async (t) => {
  const { findings, settings } = await checked(
    t,
    'manifest: { checks: { deprecated: { severity: off, reason: x }, stack-mismatch: { severity: warning, reason: x } } }',
    { settings: [{ check: 'deprecated', severity: 'error' }] },
  );
  t.true(findings.includes('error deprecated'));
  t.true(findings.includes('warning stack-mismatch'));
  t.is(settings.length, 2);
});

test('at a day that somebody names, a default past its date is an error, and the day is told', async (t) => {
  const { findings, settings } = await checked(t, '', { asOf: '2020-01-02' });
  t.true(findings.includes('error default-deprecated'));
  t.true(findings.includes('warning deprecated'));
  t.deepEqual(settings, [
    { check: 'default-deprecated', severity: 'error', reason: '--as-of 2020-01-02', findings: 1 },
  ]);
  const before = await checked(t, '', { asOf: '2020-01-01' });
  t.false(before.findings.join().includes('deprecated'));
  const off = 'manifest: { checks: { default-deprecated: { severity: off, reason: x } } }';
  const excused = await checked(t, off, { asOf: '2020-01-02' });
  t.false(excused.findings.join().includes('default-deprecated'));
});

for (const [what, settings, message] of [
  [
    'a check that there is not',
    'stack-mismach: { severity: off, reason: x }',
    "3:5: manifest.checks: unknown key 'stack-mismach': did you mean 'stack-mismatch'?",
  ],
  [
    'no reason',
    'stack-mismatch: { severity: off }',
    "3:21: manifest.checks.stack-mismatch: say why, with 'reason'",
  ],
  [
    'an empty reason',
    "stack-mismatch: { severity: warning, reason: ' ' }",
    "3:21: manifest.checks.stack-mismatch: say why, with 'reason'",
  ],
  [
    'another severity',
    'stack-mismatch: { severity: none, reason: x }',
    '3:33: manifest.checks.stack-mismatch.severity: Invalid option: expected one of "off"|"warning"|"error"',
  ],
] as const) {
  test(`${what} in binary-builder.yml is an error with line and column`, async (t) => {
    const error = await t.throwsAsync(checked(t, `manifest:\n  checks:\n    ${settings}\n`), {
      instanceOf: BuilderError,
      code: 'MANIFEST_INVALID',
    });
    t.true(error.message.endsWith(`/binary-builder.yml:${message}`), error.message);
  });
}
