import { isDeepStrictEqual } from 'node:util';
import { describeFinding, findingsOf } from '../audit/index.js';
import { BuilderError } from '../error.js';
import { listContents } from '../pack/index.js';
import type { HostPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import {
  readContents,
  readProvenanceIfWhole,
  type ArtifactRecord,
  type Contents,
  type Provenance,
} from '../store/index.js';
import { recordAgainstPlan } from './plan.js';
import { sourceUrl, withheldOf } from '../builder/record/index.js';
import { audit, auditedBy, joinContents, testTree } from '../builder/phases/index.js';
import { atWorkbench, changesOf, type ArtifactRequest } from './workbench.js';
import type { BuildContext } from '../builder/place/index.js';
import { counted } from '../text/index.js';

/** One thing that was verified of an artifact. */
export interface Proof {
  what: string;
  outcome: 'passed' | 'warned' | 'failed' | 'not looked at';
  /** In a few words. */
  detail: string;
  /** Everything there is to say, a line each. */
  lines: string[];
}

/** What is to be thought of an artifact. */
export interface Verdict {
  artifact: HostPath;
  record: ArtifactRecord;
  /** Whether nothing failed. */
  good: boolean;
  proofs: Proof[];
}

/**
 * Verifies all that can be known of an artifact: its digests against the record, the record against
 * the plan, what is in it against what was recorded, the audit and the tests; and whether whoever built it
 * says that compiler results of earlier builds went into it. A file that isn't the
 * recorded one is looked at no further.
 * @throws BuilderError NO_RECORD, RECORD_INVALID; never for what the artifact itself is at fault for
 */
export async function verifyArtifact(
  request: ArtifactRequest,
  context: BuildContext,
): Promise<Verdict> {
  const { found } = request;
  const { artifact, record } = found;
  const proofs = await atWorkbench(request, 'verify', context, async (bench) => {
    const { plan, place, setting } = bench;
    const digests = await proofOf('digests', 'size, md5, sha256 and that of the tar', () =>
      changesOf(artifact, record, context.signal),
    );
    const stated = proof('record', 'says what its plan says', recordAgainstPlan(record, plan));
    const told = provenanceProof(await readProvenanceIfWhole(found.provenancePath));
    const again = sourceProof(plan);
    const unpacked: { tree: HostPath | undefined } = { tree: undefined };
    const readable = await proofOf('archive', 'unpacks as the platform does it', async () => {
      if (digests.outcome === 'failed') return NOT_LOOKED_AT;
      unpacked.tree = await bench.unpack();
      return [];
    });
    const { tree } = unpacked;
    if (tree === undefined) {
      const rest = [unseen('contents'), unseen('audit'), unseen('tests')];
      return [digests, stated, told, ...again, readable, ...rest];
    }
    const report = await audit(tree, auditedBy(plan, undefined), setting);
    const contents = proof(
      'contents',
      'what was recorded is in it',
      contentsDiffer(
        await readContents(found.contentsPath),
        joinContents(await listContents(tree), report),
      ),
    );
    const errors = findingsOf(report, 'error').map(describeFinding);
    const warnings = findingsOf(report, 'warning').map(describeFinding);
    const audited: Proof = {
      what: 'audit',
      outcome: errors.length > 0 ? 'failed' : warnings.length > 0 ? 'warned' : 'passed',
      detail:
        `${report.checks} checks: ${counted(errors.length, 'error')}, ` +
        counted(warnings.length, 'warning'),
      lines: [
        ...errors,
        ...warnings,
        ...report.waived.map(
          ({ check, reason, findings }) =>
            `${check} is switched off by the recipe (${counted(findings, 'finding')}): ${reason}`,
        ),
      ],
    };
    const tests: Proof[] = [];
    for await (const { name, failure } of testTree(tree, plan, place, setting)) {
      tests.push(
        failure === undefined
          ? { what: 'test', outcome: 'passed', detail: name, lines: [] }
          : {
              what: 'test',
              outcome: 'failed',
              detail: name,
              lines: [failure.why, ...failure.excerpt],
            },
      );
    }
    if (tests.length === 0) {
      tests.push({ what: 'tests', outcome: 'warned', detail: 'its recipe has none', lines: [] });
    }
    return [digests, stated, told, ...again, readable, contents, audited, ...tests];
  });
  return { artifact, record, good: proofs.every(({ outcome }) => outcome !== 'failed'), proofs };
}

/** A source that was fetched with a secret can't be fetched again by the plan alone. */
function sourceProof(plan: Plan): Proof[] {
  return [plan, ...(plan.sources ?? [])].flatMap((one): Proof[] => {
    const withheld = withheldOf(one);
    if (withheld.length === 0) return [];
    const remedy = one === plan ? 'give the whole address with --url' : 'build it anew';
    return [
      {
        what: 'source',
        outcome: 'warned',
        detail: `can't be fetched again without its secret (${withheld.join(', ')})`,
        lines: [
          `${sourceUrl(one)} was fetched with a secret, and secrets are not recorded: ` +
            `to rebuild, ${remedy}`,
        ],
      },
    ];
  });
}

const NOT_LOOKED_AT = 'not looked at';

async function proofOf(
  what: string,
  detail: string,
  faults: () => Promise<string[] | typeof NOT_LOOKED_AT>,
): Promise<Proof> {
  try {
    const lines = await faults();
    return lines === NOT_LOOKED_AT ? unseen(what) : proof(what, detail, lines);
  } catch (error) {
    if (!(error instanceof BuilderError && error.code.startsWith('ARTIFACT_'))) throw error;
    return proof(what, detail, [error.message]);
  }
}

function proof(what: string, detail: string, faults: string[]): Proof {
  const [first] = faults;
  return first === undefined
    ? { what, outcome: 'passed', detail, lines: [] }
    : { what, outcome: 'failed', detail: first, lines: faults };
}

function unseen(what: string): Proof {
  return { what, outcome: NOT_LOOKED_AT, detail: 'since it is not the recorded file', lines: [] };
}

/** What went into an artifact beside its sources, by what whoever built it says. Pure. */
function provenanceProof(provenance: Provenance | undefined): Proof {
  const what = 'provenance';
  switch (provenance?.ccache) {
    case true:
      return {
        ...{ what, outcome: 'warned', detail: 'compiler results of earlier builds went into it' },
        lines: ['`rebuild` compiles all of it anew, and so does `build --force --no-ccache`.'],
      };
    case false:
      return proof(what, 'nothing that earlier builds compiled went into it', []);
    case undefined:
      return {
        ...{ what, outcome: NOT_LOOKED_AT, lines: [] },
        detail: 'whether compiler results of earlier builds went into it is not noted',
      };
  }
}

/** In what the contents of an artifact differ from those recorded, a line each. */
function contentsDiffer(recorded: Contents | undefined, found: Contents): string[] {
  if (recorded === undefined) return ['nothing was recorded of what is in it'];
  const before = new Map(recorded.members.map((member) => [member.path, member]));
  const after = new Map(found.members.map((member) => [member.path, member]));
  return [
    ...[...before.keys()].filter((path) => !after.has(path)).map((path) => `${path} is missing`),
    ...[...after].flatMap(([path, member]) => {
      const was = before.get(path);
      if (isDeepStrictEqual(was, member)) return [];
      return [was === undefined ? `${path} was not recorded` : `${path} is not as recorded`];
    }),
    ...(recorded.size === found.size
      ? []
      : [`size: recorded ${recorded.size}, found ${found.size}`]),
    ...(recorded.glibc === found.glibc
      ? []
      : [`glibc: recorded ${recorded.glibc ?? 'none'}, found ${found.glibc ?? 'none'}`]),
    ...(isDeepStrictEqual(recorded.libraries, found.libraries)
      ? []
      : ['the libraries that it links are not those recorded']),
  ];
}
