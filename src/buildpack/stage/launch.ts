/**
 * Starts an application as the platform's launcher does (buildpackapplifecycle/launcher). $1 is the
 * command; the scripts that are sourced see none of ours.
 */
const LAUNCH = `cd /home/vcap/app || exit
for file in ../profile.d/*.sh ./.profile.d/*.sh ./.profile; do
  if [ -f "$file" ]; then . "$file"; fi
done
exec bash -c "$@"`;

/**
 * Starts an application and asks it for a page until it answers, ends, or has used up its time; then
 * this ends, and with it the sandbox and all that is in it. Data comes as arguments. It leaves
 * \`response\`, the beginning of what was answered, or \`exit-code\`, that of an application that ended,
 * or neither.
 *
 * An answer is waited for as long as there is time: the first page may take long. One without a byte
 * comes of servers that are about to start, so it counts as none.
 */
export const START = `answer=$1 command=$2 page=$3 seconds=$4
ask() (
  exec 4<>"/dev/tcp/127.0.0.1/$PORT" || exit
  printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\nAccept: */*\\r\\nConnection: close\\r\\n\\r\\n' "$page" >&4
  ulimit -f 64
  timeout "$((seconds - SECONDS + 1))" cat <&4 >"$answer/response"
) 2>/dev/null
bash -c '${LAUNCH}' bash "$command" </dev/null &
application=$!
while [ "$SECONDS" -lt "$seconds" ]; do
  if ! kill -0 "$application" 2>/dev/null; then
    wait "$application"
    echo "$?" >"$answer/exit-code"
    exit 0
  fi
  ask
  if [ -s "$answer/response" ]; then exit 0; fi
  sleep 0.1
done`;

/** Unpacks a droplet, which may be anybody's, where it can do no harm: inside. Prints what staging said. */
export const UNPACK = `tar --extract --gzip --no-same-owner --file "$1" --directory /home/vcap || exit
mkdir -p /home/vcap/tmp
head --bytes=65536 /home/vcap/staging_info.yml`;
