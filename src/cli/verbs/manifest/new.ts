import type * as z from 'zod';
import { BuilderError } from '../../../error.js';
import { isFile, writeFileAtomic } from '../../../files/index.js';
import { loadPolicies } from '../../../manifest/model/index.js';
import { newManifest } from '../../../manifest/update/index.js';
import { hostPath } from '../../../path.js';
import { type ArtifactRecord } from '../../../store/index.js';
import { counted, shellWord } from '../../../text/index.js';
import { text } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import { told, toldDocument } from '../../print/told.js';
import { aloneWith } from '../../session/alone.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';
import { parseWanted } from './files.js';
import { digestOption, recordsOption, uriOption } from './options.js';
import { recordsIn, requireKnown, uriBy } from './records.js';

const options = commonOptions.extend({
  outputDir: recordsOption,
  uri: uriOption,
  digest: digestOption,
  language: text('<NAME>', "the buildpack's language"),
  output: text('<FILE>', 'write to this file, not to standard output'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[NAME...]',
  sentence: 'write a first manifest from the records',
  examples: ['binary-builder manifest new --language python --output manifest.yml'],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const { language } = options;
  if (language === undefined) {
    throw new BuilderError('USAGE', "Nothing says the buildpack's language.", {
      hint: 'Say it with --language, such as --language python',
    });
  }
  const output = hostPath(options.outputDir ?? '.');
  const records = chosen(await recordsIn(output, session.signal), words);
  const policies = await loadPolicies(hostPath(options.output ?? 'manifest.yml'));
  const digest = options.digest ?? policies.digest;
  const { architectures } = policies;
  const text = newManifest(records, {
    language,
    uriOf: uriBy(options.uri ?? policies.uri, output),
    ...(digest === undefined ? {} : { digest }),
    ...(architectures === undefined ? {} : { architectures }),
  });
  const file = options.output;
  if (file === undefined) {
    print(options, { type: 'manifest.written', text }, toldDocument(text));
    return;
  }
  const path = hostPath(file);
  await aloneWith(path, session, async () => {
    if (await isFile(path)) {
      throw new BuilderError('USAGE', `There is a file ${path} already.`, {
        hint: `To bring it up to date: binary-builder manifest update ${shellWord(file)}`,
      });
    }
    await writeFileAtomic(path, text);
  });
  print(
    options,
    { type: 'manifest.written', file, text },
    told((written) => `${written}: written from ${counted(records.length, 'record')}`, file),
  );
}

/**
 * The records of what was named, or all.
 * @throws BuilderError USAGE
 */
function chosen(
  records: readonly ArtifactRecord[],
  words: readonly string[],
): readonly ArtifactRecord[] {
  if (words.length === 0) return records.filter((record) => record.relocated_from === undefined);
  const versions = records.map(({ manifest: { name, version } }) => ({ name, version }));
  const known = new Set(versions.flatMap(({ name, version }) => [name, `${name}@${version}`]));
  requireKnown('manifest new', words, known);
  const wanted = words.map(parseWanted);
  return records.filter(({ manifest: entry }) =>
    wanted.some(
      ({ name, version }) => name === entry.name && (version ?? entry.version) === entry.version,
    ),
  );
}
