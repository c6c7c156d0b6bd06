import type { VerbEntry } from './catalogue/entry.js';
import type { Flag } from './describe/flag.js';
import { flagsOf } from './describe/flags.js';
import { commonOptions } from './options/common.js';
import { REGISTRY } from './registry.js';

/** What the catalogue has to say: the options of every verb, and the verbs, from their modules. */
export async function describeVerbs(): Promise<{
  commonFlags: readonly Flag[];
  verbs: readonly VerbEntry[];
}> {
  const verbs = await Promise.all(
    Object.entries(REGISTRY).map(async ([name, load]): Promise<VerbEntry> => {
      const { verb } = await load();
      const { group, sentence, help } = verb;
      const described = {
        name,
        ...(group === undefined ? {} : { group }),
        sentence,
        ...(help === undefined ? {} : { help }),
      };
      if (!('run' in verb)) return { ...described, usage: 'SUBVERB …', examples: [], flags: [] };
      const { usage, examples, options } = verb;
      return { ...described, usage, examples, flags: ownFlags(flagsOf(options)) };
    }),
  );
  return { commonFlags, verbs };
}

const commonFlags = flagsOf(commonOptions);

function ownFlags(flags: readonly Flag[]): Flag[] {
  return flags.filter((flag) => !commonFlags.some((common) => common.flags === flag.flags));
}
