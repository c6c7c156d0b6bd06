import type { ManifestCheck } from '../check.js';
import type { Manifest } from '../../manifest.js';
import type { Observation } from '../check.js';
import { titleOf } from '../wording.js';

/** Looks for passwords and tokens. */
export const credentials: ManifestCheck = {
  id: 'credentials',
  severity: 'error',
  summary: 'no uri and no source holds credentials',
  explanation:
    'A manifest is published, and copied into every package: whoever has it has the password ' +
    'or token too. Packagers and installers print it into their logs besides.',
  remedy:
    'Remove it from the manifest and from the history, and revoke it. Let the machine that ' +
    'downloads bring its own credentials, in ~/.netrc for example.',
  run: checkUris,
};

const USER = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;
/** What parameters are called that give access: signed links of object stores, tokens. */
const PARAMETER =
  /[?&](?:[^=&#]*[-_])?(?:token|signature|sig|password|passwd|secret|api-?key|apikey|credential|auth|accesskeyid|private)=[^&#]/i;

function checkUris({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) =>
    (['uri', 'source'] as const).flatMap((key) => {
      const place = entry[key];
      const what = place === undefined ? undefined : accessIn(place.value);
      if (place === undefined || what === undefined) return [];
      return [{ range: place, message: `${titleOf(entry)}: its ${key} holds ${what}` }];
    }),
  );
}

function accessIn(uri: string): string | undefined {
  if (USER.test(uri)) return 'a user name or password';
  return PARAMETER.test(uri) ? 'a token or signature' : undefined;
}
