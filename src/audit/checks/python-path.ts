import nodePath from 'node:path';
import * as z from 'zod';
import { printable } from '../../text/index.js';
import type { Entry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { readTexts } from '../reading.js';
import { isSystemPath } from '../standard.js';
import { treePaths } from '../tree-paths.js';

/** Looks where installed Python packages say that their code is, or came from. */
export const pythonPath: Check = {
  id: 'python-path',
  severity: 'warning',
  summary: 'Python packages lead to folders that are there (.pth, .egg-link, direct_url.json)',
  explanation:
    'A .pth file adds folders to the search path of python, and an .egg-link says where the code of a ' +
    'package is. Installed in a way that is meant for developers (pip install -e), a package has nothing ' +
    'but these in the tree, and its code in a folder that only the build had: the import fails on the ' +
    'platform. A direct_url.json names the folder or the archive that a package was installed from, and ' +
    '"pip freeze" gives that to others.',
  remedy:
    'Install the package itself (pip install, without -e). A direct_url.json that names a folder of the ' +
    "build can be pruned: '**/direct_url.json'. Its line in RECORD goes with it.",
  run: checkPackages,
};

/** What is read of `direct_url.json` (Recording the direct URL origin of installed distributions). */
const directUrl = z.object({ url: z.string() });

/** Folders that python takes `.pth` files from; elsewhere the name says nothing. */
const SITE = /(?:^|\/)(?:site|dist)-packages$/;

async function checkPackages(subject: Subject): Promise<Observation[]> {
  const files = subject.entries.filter((entry) => entry.kind === 'file').filter(isRead);
  const paths = treePaths(subject.entries, subject.prefix);
  const readings = await readTexts(subject, files);
  return readings.flatMap((reading): Observation[] => {
    if ('unread' in reading) return [reading.unread];
    const { path, text } = reading;
    const home = nodePath.posix.dirname(path);
    return namedBy(path, text).flatMap((named) => {
      const place = named.startsWith('/')
        ? paths.followAbsolute(named)
        : paths.follow(`${home}/${named}`);
      const leads = `leads to ${printable(named)}, which`;
      if (place.at === 'entry') return [];
      if (place.at !== 'outside') return [{ path, message: `${leads} the tree doesn't have` }];
      if (isSystemPath(place.path)) return [];
      return [{ path, message: `${leads} is neither in the tree nor a folder of the system` }];
    });
  });
}

function isRead({ path }: Pick<Entry, 'path'>): boolean {
  const home = nodePath.posix.dirname(path);
  if (path.endsWith('.dist-info/direct_url.json')) return true;
  return SITE.test(home) && (path.endsWith('.pth') || path.endsWith('.egg-link'));
}

/** The paths that a file names, relative to its folder or absolute. */
function namedBy(path: string, text: string): string[] {
  if (path.endsWith('.json')) return fileOf(text);
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  if (path.endsWith('.egg-link')) return lines.slice(0, 1).filter((line) => line !== '');
  // As site.py reads it: comments, blank lines and what is executed are no paths.
  return lines.filter((line) => line !== '' && !/^(?:#|import[ \t])/.test(line));
}

function fileOf(text: string): string[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  const url = directUrl.safeParse(data).data?.url ?? '';
  if (!url.startsWith('file:') || !URL.canParse(url)) return [];
  const { pathname } = new URL(url);
  try {
    return [decodeURIComponent(pathname)];
  } catch {
    return [pathname];
  }
}
