import { readFile } from 'node:fs/promises';

/** Switches of the kernel that keep people from making user namespaces, and the value that lets them. */
const SWITCHES = [
  ['kernel.apparmor_restrict_unprivileged_userns', '0'],
  ['kernel.unprivileged_userns_clone', '1'],
  ['user.max_user_namespaces', '10000'],
] as const;

/** The first switch that keeps people from making user namespaces, as `sysctl --write` takes it to let them. */
export async function closedSwitch(): Promise<string | undefined> {
  for (const [name, good] of SWITCHES) {
    const file = `/proc/sys/${name.replaceAll('.', '/')}`;
    const value = (await readFile(file, 'utf8').catch(() => '')).trim();
    const bad = name.startsWith('user.') ? value === '0' : value !== '' && value !== good;
    if (bad) return `${name}=${good}`;
  }
  return undefined;
}
