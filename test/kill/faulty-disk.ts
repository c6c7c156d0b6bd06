import { mkdir, readFile, rm } from 'node:fs/promises';
import { inHost, type HostPath } from '../../src/path.js';
import { runCli } from '../e2e/cli.js';
import type { Scenario } from './scenario.js';
import { putBack, stateOf, type State } from './state.js';

/** What is wrong with the disk that a run has all of its things on. */
export type Fault =
  /** So many KiB are left. */
  | { readonly kind: 'full'; readonly free: number }
  | { readonly kind: 'read-only' }
  /** After so many seconds it answers nobody, for a while. */
  | { readonly kind: 'stalled'; readonly after: number };

/** How a run ended, all that it said, and what there was then. */
interface Attempt {
  readonly exitCode: number;
  readonly said: string;
  readonly state: State;
}

/** A run with the fault, and the same one without it. */
export interface Faulted {
  readonly first: Attempt;
  readonly second: Attempt;
}

/**
 * Lays a file system of its own over the scenario's folder ($1), filled with what was put aside ($2), and runs
 * what comes behind $6, first with the fault $4 (with $5), then without. What each said, and what was there
 * afterwards, goes to $3. The file system that stalls is on a file: fsfreeze(8) makes whoever writes to it
 * wait in the kernel, as a disk does that doesn't answer.
 */
const FAULTY = `folder=$1 before=$2 out=$3 fault=$4 value=$5 here=$PWD
shift 5
if [ "$fault" = stalled ]; then
  truncate --size=8G "$out/disk"
  mkfs.ext4 -q "$out/disk"
  mount -o loop "$out/disk" "$folder"
  rmdir "$folder/lost+found"
else
  mount -t tmpfs -o size=4G tmpfs "$folder"
fi
cp -a "$before/." "$folder/"
cd "$here"
attempt() {
  name=$1
  shift
  code=0
  "$@" >"$out/$name.said" 2>&1 </dev/null || code=$?
  echo "$code" >"$out/$name.code"
  cp -a "$folder" "$out/$name"
}
case $fault in
  full)
    used=$(df --output=used --block-size=1K "$folder" | tail -1)
    mount -o "remount,size=$((used + value))K" "$folder"
    attempt first "$@"
    mount -o remount,size=4G "$folder" ;;
  read-only)
    mount -o remount,ro "$folder"
    attempt first "$@"
    mount -o remount,rw "$folder" ;;
  stalled)
    { sleep "$value"; fsfreeze --freeze "$folder"; sleep 1; fsfreeze --unfreeze "$folder"; } &
    attempt first "$@"
    wait ;;
esac
attempt second "$@"
cd /
umount "$folder"`;

/** Runs a scenario once on a disk with a fault, and once again when it has none. Needs root. */
export async function onFaultyDisk(
  scenario: Scenario,
  fault: Fault,
  out: HostPath,
): Promise<Faulted> {
  const { folder, aside, surroundings, args } = scenario;
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  await putBack(scenario);
  const value = fault.kind === 'full' ? fault.free : fault.kind === 'stalled' ? fault.after : 0;
  const through = [
    ...['unshare', '--mount', '--propagation=private', 'bash', '-euc', FAULTY, 'bash'],
    ...[folder, aside, out, fault.kind, String(value)],
  ];
  const { exitCode, stderr } = await runCli(args, { ...surroundings, through });
  if (exitCode !== 0) throw new Error(`${scenario.name}: ${stderr}`);
  const attempt = async (name: string): Promise<Attempt> => ({
    exitCode: Number(await readFile(inHost(out, `${name}.code`), 'utf8')),
    said: await readFile(inHost(out, `${name}.said`), 'utf8'),
    state: await stateOf(scenario, inHost(out, name)),
  });
  const result = { first: await attempt('first'), second: await attempt('second') };
  await rm(out, { recursive: true });
  return result;
}
