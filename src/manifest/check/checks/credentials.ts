import { Address } from '../../../network/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';

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
  const isPrivate = (part: string) => new Address(part).withheld.length > 0;
  if (isPrivate(uri.replace(/[?#].*$/s, ''))) return 'a user name or password';
  return isPrivate(uri) ? 'a token or signature' : undefined;
}
