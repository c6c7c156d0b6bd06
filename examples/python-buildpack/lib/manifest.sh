# What the buildpack's manifest.yml says.
# shellcheck shell=sh

# read_manifest: makes the other functions here ready. Needs BUILDPACK and WORK; sets STACK_NAME.
read_manifest() {
  if ! awk -f "$BUILDPACK/lib/manifest.awk" "$BUILDPACK/manifest.yml" \
    > "$WORK/manifest" 2> "$WORK/manifest.error"; then
    fail "The buildpack's manifest.yml can't be read: $(cat "$WORK/manifest.error")." \
      "Write it in block style, as binary-builder manifest update does."
  fi
  STACK_NAME=${CF_STACK:-${STACK:-}}
  packaged_for=$(awk -F '\t' '$1 == "stack" { print $2 }' "$WORK/manifest")
  if [ -z "$packaged_for" ]; then
    [ -n "$STACK_NAME" ] || fail "Nothing says what the stack is: CF_STACK and STACK are empty."
  elif [ -z "$STACK_NAME" ]; then
    STACK_NAME=$packaged_for
  elif [ "$STACK_NAME" != "$packaged_for" ]; then
    fail "This buildpack is packaged for the stack $packaged_for, and the stack here is $STACK_NAME." \
      "Package it with --stack $STACK_NAME or --any-stack."
  fi
}

# default_version NAME: the version or the pattern that is the default; nothing when there is none.
default_version() {
  awk -F '\t' -v name="$1" '$1 == "default" && $2 == name { print $3; exit }' "$WORK/manifest"
}

# entries NAMES WANTED: the entries for this stack, newest first; see choose.awk.
entries() {
  awk -v names="$1" -v stack="$STACK_NAME" -v wanted="$(beginning "$2")" \
    -f "$BUILDPACK/lib/choose.awk" "$WORK/manifest"
}

# versions NAMES: those that there are for this stack, as people list them.
versions() {
  entries "$1" '' | awk -F '\t' '{ printf "%s%s", separator, $3; separator = ", " }'
}

# beginning PATTERN: 3.11.x is every version that begins with 3.11.
beginning() {
  printf '%s\n' "$1" | sed -e 's/\(\.[xX*]\)*$//' -e 's/^[xX*]$//'
}

# take_entry LINE: sets ENTRY_NAME, ENTRY_VERSION, ENTRY_URI, ENTRY_SHA256, ENTRY_MD5, ENTRY_FILE.
take_entry() {
  IFS='	' read -r _ ENTRY_NAME ENTRY_VERSION _ ENTRY_URI ENTRY_SHA256 ENTRY_MD5 ENTRY_FILE <<END
$1
END
}
