import prettyBytes from 'pretty-bytes';
import type { Diagnosis } from '../../machine/index.js';
import { table } from '../print/table.js';

/** A diagnosis in words. */
interface DiagnosisWords {
  what: string;
  state: Diagnosis['state'];
  detail: string;
  /** The command that mends it. */
  remedy?: string;
}

/** All that was found as a table, and whether it suffices to build. */
export function diagnosesText(found: readonly DiagnosisWords[], usable: boolean): string {
  return [
    table(
      ['', 'what', 'state', 'to mend it'],
      found.map(({ what, state, detail, remedy }) => [MARKS[state], what, detail, remedy ?? '']),
    ),
    '',
    usable ? 'This machine can build.' : 'This machine has no sandbox to build in yet.',
  ].join('\n');
}

const MARKS = { ok: '✔', missing: '✖', note: '·' } as const;

/** Puts a diagnosis into words. */
export function diagnosisInWords(one: Diagnosis): DiagnosisWords {
  const { state } = one;
  const { what, detail, remedy } = wordsOf(one);
  return { what, state, detail, ...(remedy === undefined ? {} : { remedy }) };
}

type Words = Omit<DiagnosisWords, 'state'>;

function wordsOf(one: Diagnosis): Words {
  switch (one.of) {
    case 'node':
      return one.state === 'ok'
        ? { what: 'node', detail: one.version }
        : {
            what: 'node',
            detail: `${one.version} is older than ${one.oldest}`,
            remedy: 'install a newer Node.js',
          };
    case 'processors':
      return { what: 'processors', detail: `${one.count}, ${one.arch}` };
    case 'disk space':
      return spaceWords(one);
    case 'devices':
      return one.state === 'ok'
        ? { what: 'devices', detail: 'open to all users' }
        : {
            what: 'devices',
            detail: `closed to some users: ${one.closed.join(', ')}`,
            remedy: one.remedy.join(' '),
          };
    case 'runner': {
      const what = `runner ${one.name}`;
      const { status } = one;
      return status.works
        ? { what, detail: status.version }
        : { what, detail: status.reason, remedy: status.remedy };
    }
    case 'program': {
      const { program: what, package: name, purpose: detail } = one.program;
      return one.state === 'ok'
        ? { what, detail }
        : { what, detail, remedy: `apt-get install --yes ${name}` };
    }
    case 'memory limit':
      return memoryWords(one);
    case 'emulation': {
      const { arch, reason, better } = one;
      const remedy = better === undefined ? one.remedy : `faster: ${better}`;
      return { what: `emulation ${arch}`, detail: reason, remedy };
    }
    case 'stack':
      return stackWords(one);
  }
}

type Of<Kind extends Diagnosis['of']> = Extract<Diagnosis, { of: Kind }>;

function spaceWords({ state, free, needed, folder }: Of<'disk space'>): Words {
  const what = 'disk space';
  const detail = `${prettyBytes(free)} free at ${folder}`;
  return state === 'ok'
    ? { what, detail }
    : {
        what,
        detail: `${detail}; a stack and a build need ${prettyBytes(needed)}`,
        remedy: 'binary-builder cache prune',
      };
}

function memoryWords({ by }: Of<'memory limit'>): Words {
  const what = 'limit memory';
  if (by.kind === 'cgroups') {
    return { what, detail: `by cgroups (version ${by.version}) in ${by.folder}` };
  }
  const detail =
    by.engines.length > 0
      ? `with ${by.engines.join(' and ')} alone: ${by.reason}`
      : `it can't be enforced: ${by.reason}`;
  return { what, detail, remedy: 'systemd-run --user --scope binary-builder …' };
}

function stackWords({ name, size, ways }: Of<'stack'>): Words {
  const what = `stack ${name}`;
  const others = [
    ...(ways.cross.length === 0 ? [] : [`; cross to ${ways.cross.join(', ')}`]),
    ...(ways.emulated.length === 0 ? [] : [`; emulated for ${ways.emulated.join(', ')}`]),
  ].join('');
  return size === undefined
    ? {
        what,
        detail: `not made ready yet${others}`,
        remedy: `binary-builder stacks prepare ${name}`,
      }
    : { what, detail: `ready, ${prettyBytes(size)}${others}` };
}
