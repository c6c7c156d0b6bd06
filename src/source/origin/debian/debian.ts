import { strictObject } from '../../../files/index.js';
import { packageWord, word } from '../../../name-schema.js';
import { publicUri, type PublicUri } from '../../../network/index.js';
import { originKind, type Origin } from '../kind.js';
import { plannedDebian, type DebianOrigin } from './planned.js';

/** Upstream's archive in a Debian source package. */
export const debian = originKind({
  kind: 'debian',
  written: strictObject({
    debian: strictObject({ package: packageWord, suite: word }).describe(
      "A Debian source package, fetched with apt from the mirror that this machine's apt uses.",
    ),
  }),
  planned: plannedDebian,
  plan: ({ debian: named }, { version }) => ({
    origin: { kind: 'debian' as const, ...named, version },
  }),
  told: (origin) => `Debian source package ${origin.package} (${origin.suite})`,
  shown: shownDebian,
  open: (origin) => [debianOrigin(origin)],
});

/** The origin that a Debian source package is. */
export function debianOrigin(wanted: DebianOrigin): Origin {
  return {
    shown: shownDebian(wanted),
    withheld: [],
    async receive(expected, receiving) {
      // Loaded here, since recipes and plans are read without.
      const { receiveDebian } = await import('./receive.js');
      return await receiveDebian(wanted, expected, receiving);
    },
  };
}

function shownDebian(wanted: Pick<DebianOrigin, 'suite' | 'package'>): PublicUri {
  return publicUri(`debian:${wanted.suite}/${wanted.package}`);
}
