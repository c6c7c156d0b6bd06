import { IDS } from './ids.js';

/** The descriptor of {@link Entrance.opened}. */
export const OPENED = 9;

/**
 * Makes a tmpfs on the folder $1 and shows in it, as 0, 1 and so on, what the next arguments name up to
 * the `--`: folders of root that another user can't get to. It is seen at /tmp too, in a mount
 * namespace that this runs in. $2 is the first of the ids that stand for those of a root, which then
 * get the first of these folders; it is empty where this is in a user namespace already. $3 is {@link LAST}.
 *
 * Root has nobody's ids but its own, so it maps them itself, from outside: what becomes the rest of
 * the arguments keeps its process id. Whoever waits here for the other one hears of its end.
 * No user namespace is made in the one that this ends in.
 */
const ENTER = `set -e
stage=$1 first=$2 last=$3
shift 3
mount -t tmpfs -o mode=755 stage "$stage"
[ -z "$first" ] || chown "$first:$first" "$1"
n=0
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir "$stage/$n"; else : >"$stage/$n"; fi
  mount --rbind "$1" "$stage/$n"
  n=$((n + 1))
  shift
done
shift
if [ -n "$first" ]; then
  mkfifo "$stage/entered" "$stage/mapped"
  (
    exec 5<"$stage/entered" 6>"$stage/mapped"
    read -r line <&5
    echo "0 $first ${IDS}" >"/proc/$$/uid_map"
    echo "0 $first ${IDS}" >"/proc/$$/gid_map"
    echo >&6
  ) &
  exec 5>"$stage/entered" 6<"$stage/mapped"
  rm "$stage/entered" "$stage/mapped"
  mount --rbind "$stage" /tmp
  exec unshare --user --keep-caps -- sh -c '
    echo >&5
    read -r line <&6 || exit 1
    exec setpriv --reuid 0 --regid 0 --clear-groups -- sh -c "$0" last "$@" 5>&- 6<&-
  ' "$last" "$@"
fi
mount --rbind "$stage" /tmp
exec sh -c "$last" last "$@"`;

/**
 * The process that a sandbox shows as its first has no environment: what we know of ours is not in
 * it. The program is looked for before. It finds the file $1 open as {@link OPENED}.
 */
const LAST = `umask 022
opened=$1
shift
echo 0 >/proc/sys/user/max_user_namespaces || exit 1
program=$(command -v "$1") || { echo "$1: No such file or directory" >&2; exit 127; }
shift
exec env -i "$program" "$@" ${OPENED}<"$opened"`;

/** An ordinary user becomes root of a user namespace in which the users of a root are real users too. */
export const AS_ROOT_OF_NAMESPACE = ['unshare', '--map-auto', '--map-root-user', '--mount', '--'];

/** What is shown in a namespace. */
interface Entrance {
  /** An empty folder that something can be mounted on. */
  stage: string;
  /** The first id of those that stand for a root's; undefined in a user namespace that has them. */
  first: number | undefined;
  /** What is seen as `/tmp/0`, `/tmp/1` and so on; the first can be written to. */
  shown: readonly string[];
  /** A file that is open for the program. */
  opened?: string;
}

/** The command line before one that is to run as root of a namespace without being root outside. Pure. */
export function entering({
  stage,
  first,
  shown,
  opened = '/dev/null',
}: Entrance): [string, ...string[]] {
  const values = [stage, String(first ?? ''), LAST, ...shown];
  return ['unshare', '--mount', '--', 'sh', '-c', ENTER, 'enter', ...values, '--', opened];
}
