import type * as z from 'zod';
import { auditArtifact, auditForeign, type ForeignRequest } from '../../artifact/index.js';
import { checks, findingsOf, type AuditReport } from '../../audit/index.js';
import { parseArch } from '../../builder/order/index.js';
import { BuilderError, EXIT } from '../../error.js';
import { kindOf } from '../../files/index.js';
import { hostPath, type GuestPath, type HostPath } from '../../path.js';
import { parsePrefix } from '../../plan/index.js';
import { chooseStack, loadStacks } from '../../stack/index.js';
import { findRecord } from '../../store/index.js';
import { auditText } from '../answer/audit.js';
import { text } from '../describe/option.js';
import { verbOf } from '../describe/verb.js';
import {
  artifactOptions,
  artifactRequest,
  parseLimits,
  recordPlacesOf,
  runnerFor,
} from '../options/artifact.js';
import { archOption } from '../options/choices.js';
import { explainChecks, explainOption } from '../options/explain-checks.js';
import { oneName } from '../options/words.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';

const options = artifactOptions.extend({
  explain: explainOption(checks),
  prefix: text('<PREFIX>', 'where a tree without a record will be on the platform'),
  stack: text('<STACK>', 'the stack of a tree without a record'),
  arch: archOption,
});

type AuditOptions = z.infer<typeof options>;

export const verb = verbOf({
  group: 'prove',
  usage: '[ARTIFACT|DIRECTORY]',
  sentence: 'look an artifact over: leaks, libraries, glibc, links',
  help: 'It changes nothing. A folder or a tarball without a record is looked over with --prefix.',
  examples: [
    'binary-builder audit libffi-3.4.4',
    'binary-builder audit ./staging --prefix /app/.heroku/vendor',
    'binary-builder audit --explain',
    'binary-builder audit --explain glibc-max',
  ],
  options,
  run,
});

async function run(words: string[], options: AuditOptions, session: Session): Promise<void> {
  if (options.explain !== undefined) {
    const id = options.explain === true ? words[0] : options.explain;
    explainChecks({ verb: 'audit', checks }, id, options);
    return;
  }
  const what = oneName('audit', words);
  const report = await withReporter(session, options, async (context) => {
    const path = hostPath(what);
    const kind = await kindOf(path);
    if (kind === 'folder') {
      return auditForeign(await foreign({ kind: 'folder', path }, options, session), context);
    }
    if (options.prefix !== undefined) {
      if (kind !== 'file') {
        throw new BuilderError('UNKNOWN_ARTIFACT', `There is no file ${path}.`);
      }
      return auditForeign(await foreign({ kind: 'tarball', path }, options, session), context);
    }
    const found = await findRecord(what, recordPlacesOf(options, session));
    return auditArtifact(await artifactRequest(found, options, session), context);
  });
  print(
    options,
    { type: 'artifact.audited', audited: what, ...report },
    told(auditText, what, report),
  );
  if (isBad(report)) session.exit(EXIT.artifact);
}

function isBad(report: AuditReport): boolean {
  return findingsOf(report, 'error').length > 0;
}

/**
 * What is known of a tree without a record: what the options say.
 * @throws BuilderError USAGE without a prefix
 */
async function foreign(
  what: ForeignRequest['what'],
  options: AuditOptions,
  { signal }: Session,
): Promise<ForeignRequest> {
  const arch = parseArch(options.arch);
  const { cache, stacks } = placesOf(options);
  const { stack } = await chooseStack({
    stacks: await loadStacks(stacks),
    arch,
    cache,
    ...(options.stack === undefined ? {} : { explicit: options.stack }),
    signal,
  });
  return {
    what,
    prefix: prefixOf(options.prefix, what.path),
    arch,
    stack,
    runner: await runnerFor(stack, options, signal),
    limits: parseLimits(options),
  };
}

function prefixOf(prefix: string | undefined, path: HostPath): GuestPath {
  if (prefix !== undefined) return parsePrefix(prefix);
  throw new BuilderError('USAGE', `Nothing says where ${path} will be on the platform.`, {
    hint: 'Say it with --prefix, such as --prefix /app/.heroku/vendor',
  });
}
