import type * as z from 'zod';
import { overlayBuildpack } from '../../../buildpack/overlay/index.js';
import { BuilderError, EXIT } from '../../../error.js';
import { withoutSecrets } from '../../../network/index.js';
import { hostPath } from '../../../path.js';
import { notesText } from '../../answer/manifest.js';
import { overlaidText, overlayDiff } from '../../answer/overlay.js';
import { writeDiff } from '../../answer/unified-diff.js';
import { flag, text } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import { writeLines } from '../../print/output.js';
import { told } from '../../print/told.js';
import { printJson } from '../../session/print.js';
import type { Session } from '../../session/session.js';

const EXAMPLE = 'For example: binary-builder buildpack overlay python-buildpack overlay.yml';

const options = commonOptions.extend({
  output: text('<DIR>', "the copy (default: the buildpack's name with -overlaid behind it)"),
  check: flag('write nothing, print the diff; exit code 1 when there is one'),
  force: flag('replace a folder that is there'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[BUILDPACK] [FILE]',
  sentence: 'change a copy of a buildpack, as an overlay says',
  examples: [
    'binary-builder buildpack overlay . s390x.yml --output ../python-buildpack-s390x',
    'binary-builder buildpack overlay . s390x.yml --check',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const [directory, file, ...others] = words;
  if (directory === undefined || file === undefined || others.length > 0) {
    throw new BuilderError('USAGE', "'buildpack overlay' takes a folder and an overlay.", {
      hint: EXAMPLE,
    });
  }
  const output = outputOf(directory, options);
  const result = await overlayBuildpack({
    directory: hostPath(directory),
    overlay: hostPath(file),
    output: output === undefined ? undefined : hostPath(output),
    force: options.force,
    signal: session.signal,
  });

  const { differences, placed } = result;
  const diff = withoutSecrets(overlayDiff(differences));
  const notes = result.notes.map((note) => withoutSecrets(note));
  const changes = result.changes.map((change) => ({
    ...change,
    message: withoutSecrets(change.message),
  }));
  if (options.check && differences.length > 0) session.exit(EXIT.no);
  if (options.json) {
    printJson({ type: 'buildpack.overlaid', directory, output, placed, changes, notes, diff });
    return;
  }
  if (output === undefined) {
    // Nothing else stands beside a diff that goes into a file or a program.
    writeDiff(process.stdout, diff);
  } else {
    if (placed !== 'same') writeDiff(process.stdout, diff);
    writeLines(process.stdout, told(overlaidText, output, { changes, differences, placed }));
  }
  if (notes.length > 0) writeLines(process.stderr, told(notesText, notes));
}

/** Where the copy goes; undefined: nothing is written. */
function outputOf(directory: string, options: Options): string | undefined {
  if (!options.check) return options.output ?? `${namedFolder(directory)}-overlaid`;
  if (options.output === undefined && !options.force) return undefined;
  throw new BuilderError(
    'USAGE',
    '--check writes nothing, so that it takes no --output and no --force.',
  );
}

/** A folder by a path that ends in its name: `.` has none to put something behind. */
function namedFolder(directory: string): string {
  const path = directory.replace(/\/+$/, '');
  return /(?:^|\/)\.{0,2}$/.test(path) ? hostPath(directory) : path;
}
