import { readlink } from 'node:fs/promises';

/** Folders that programs of the machine are in; links to others on most machines. */
const PROGRAMS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/libo32', '/libn32'];

/**
 * What programs and scripts of packages read of /etc; all of it is readable for everybody, and no
 * password, address or key of the machine's is in it.
 */
const SETTINGS = [
  ...['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d'],
  ...['passwd', 'group', 'nsswitch.conf', 'login.defs', 'adduser.conf', 'deluser.conf'],
  ...['dpkg', 'debian_version', 'os-release', 'debconf.conf', 'perl', 'python3', 'ucf.conf'],
  // Keys of mirrors, and of those that certify them; apt.conf and auth.conf have passwords.
  ...['apt/keyrings', 'apt/trusted.gpg', 'apt/trusted.gpg.d'],
  ...['ssl/certs', 'ssl/openssl.cnf', 'ca-certificates', 'ca-certificates.conf', 'gnutls'],
  ...['pki/tls/certs', 'pki/tls/cert.pem', 'pki/ca-trust', 'crypto-policies'],
];

/** What there is to see. */
export interface View {
  /** The links among {@link PROGRAMS}, and where they lead. */
  links: Readonly<Record<string, string>>;
  /** The one folder that can be written to, seen as /tmp. */
  scratch: string;
  /** What else is seen, read-only: where it lies and where it is seen. */
  shown: readonly (readonly [from: string, to: string])[];
}

/**
 * Arguments of bubblewrap that build what is seen from what is needed, and from nothing else: no
 * home, no secret, no log, no state of the machine. Pure.
 */
export function viewArguments({ links, scratch, shown }: View): string[] {
  const programs = PROGRAMS.flatMap((folder) => {
    const target = links[folder];
    return target === undefined ? ['--ro-bind-try', folder, folder] : ['--symlink', target, folder];
  });
  return [
    ...['--ro-bind', '/usr', '/usr', ...programs],
    // Scripts that don't mind DPKG_ROOT put settings there, which nobody sees: readline-common's inputrc.
    ...['--tmpfs', '/etc'],
    ...SETTINGS.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...['--dev', '/dev', '--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
    ...['--tmpfs', '/run', '--tmpfs', '/var/tmp', '--bind', scratch, '/tmp'],
    ...shown.flatMap(([from, to]) => ['--ro-bind', from, to]),
    ...['--remount-ro', '/'],
  ];
}

/** Reads the links of a {@link View}. */
export async function readLinks(): Promise<Record<string, string>> {
  const found = await Promise.all(
    PROGRAMS.map(async (folder): Promise<[string, string][]> => {
      const target = await readlink(folder).catch(() => undefined);
      return target === undefined ? [] : [[folder, target]];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Where {@link View.shown} has the socket of the mirrors' proxy. */
export const DOOR = '/run/mirrors';
