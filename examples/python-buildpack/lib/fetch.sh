# Where the file of a manifest entry is, and whether it is the right one.
# shellcheck shell=sh

# fetch_entry: sets ENTRY_PATH to the entry's file, verified. Sees all three forms of a buildpack:
# packaged with a key `file`, packaged with names made from uris, and not packaged at all.
fetch_entry() {
  classic="$BUILDPACK/dependencies/$(printf '%s' "$ENTRY_URI" | tr ':/?&' '____')"
  if [ "$ENTRY_FILE" != - ]; then
    ENTRY_PATH=$BUILDPACK/$ENTRY_FILE
    [ -f "$ENTRY_PATH" ] || fail "$ENTRY_NAME $ENTRY_VERSION: the buildpack has no file $ENTRY_FILE." \
      "Package it again."
  elif [ -f "$classic" ]; then
    ENTRY_PATH=$classic
  else
    [ "$ENTRY_URI" != - ] || fail "$ENTRY_NAME $ENTRY_VERSION: manifest.yml has no uri."
    ENTRY_PATH=$WORK/$(printf '%s' "$ENTRY_NAME-$ENTRY_VERSION" | tr / _)
    download "$ENTRY_URI" "$ENTRY_PATH"
  fi
  verify_entry
}

# verify_entry: ends the staging when the file isn't what manifest.yml says.
verify_entry() {
  if [ "$ENTRY_SHA256" != - ]; then
    kind=sha256 expected=$ENTRY_SHA256
    found=$(sha256sum < "$ENTRY_PATH")
  elif [ "$ENTRY_MD5" != - ]; then
    kind=md5 expected=$ENTRY_MD5
    found=$(md5sum < "$ENTRY_PATH")
  else
    fail "$ENTRY_NAME $ENTRY_VERSION: manifest.yml has no digest, so nobody knows whether its file is right."
  fi
  found=${found%% *}
  expected=$(printf '%s' "$expected" | tr 'A-F' 'a-f')
  [ "$found" = "$expected" ] || fail \
    "$ENTRY_NAME $ENTRY_VERSION isn't the file that manifest.yml means, and is not installed." \
    "$kind in manifest.yml: $expected" \
    "$kind of the file:     $found" \
    "from: $(without_credentials "$ENTRY_URI")" \
    "Package the buildpack again, or correct its manifest.yml if the file is right."
}

# download URI FILE
download() {
  shown=$(without_credentials "$1")
  note "Downloading $shown"
  case $1 in
    file://*)
      source=$(printf '%s\n' "$1" | sed -e 's|^file://localhost/|/|' -e 's|^file://||' | decoded)
      cp -- "$source" "$2" 2> "$WORK/download" || not_downloaded
      ;;
    http://* | https://*)
      if command -v curl > /dev/null; then
        curl --fail --location --silent --show-error --retry 3 --connect-timeout 10 \
          --output "$2" -- "$1" 2> "$WORK/download" || not_downloaded
      elif command -v wget > /dev/null; then
        wget -q -T 60 -O "$2" -- "$1" 2> "$WORK/download" || not_downloaded
      else
        fail "$shown can't be downloaded: this stack has neither curl nor wget." \
          "Package the buildpack with --cached."
      fi
      ;;
    *) fail "$shown can't be downloaded: its uri is none of https, http and file." ;;
  esac
}

not_downloaded() {
  without_credentials "$(cat "$WORK/download")" | indented >&2
  fail "$shown can't be had." "Without a network, package the buildpack with --cached."
}

# without_credentials TEXT: without what stands before the @ of a uri.
without_credentials() {
  printf '%s\n' "$1" | sed 's|://[^/@[:blank:]]*@|://|g'
}

# decoded: the text that comes in, %20 and the like as what they stand for.
decoded() {
  LC_ALL=C awk '
    BEGIN { for (i = 0; i < 256; i++) character[sprintf("%02x", i)] = sprintf("%c", i) }
    {
      text = $0
      while (match(text, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {
        printf "%s%s", substr(text, 1, RSTART - 1), character[tolower(substr(text, RSTART + 1, 2))]
        text = substr(text, RSTART + 3)
      }
      print text
    }'
}
