import { contentOf } from '../tree/index.js';
import type { Format } from './comparison.js';
import type { MemberFile } from './member-file.js';

/** As what a file is compared, by its first bytes, and by its name where they don't tell. */
export type Kind = Format | 'text' | 'bytes';

const ZIP_NAME = /\.(?:zip|whl|egg|jar|pyz)$/;

/** Pure. */
export function kindOf({ head, path }: Pick<MemberFile, 'head' | 'path'>): Kind {
  const magic = head.toString('latin1', 0, 4);
  if (magic.startsWith('\x1f\x8b')) return 'gzip';
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06' || ZIP_NAME.test(path)) return 'zip';
  if (path.endsWith('.pyc') && magic.endsWith('\r\n')) return 'pyc';
  const content = contentOf(head);
  if (content === 'archive') return 'ar';
  return content === 'binary' ? 'bytes' : content;
}
