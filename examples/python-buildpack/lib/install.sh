# Installs what manifest.yml has.
# shellcheck shell=sh

# install_entry FOLDER: unpacks the entry that was taken, once its digest is known to be right.
install_entry() {
  step "Installing $ENTRY_NAME $ENTRY_VERSION"
  fetch_entry
  mkdir -p "$1"
  # What unpacks must not become the property of whoever packed it.
  tar --no-same-owner -xf "$ENTRY_PATH" -C "$1" 2> "$WORK/tar" || {
    indented < "$WORK/tar" >&2
    fail "$ENTRY_NAME $ENTRY_VERSION can't be unpacked into $1."
  }
  # What is compiled against it is compiled anew when it changes.
  printf '%s %s %s%s\n' "$ENTRY_NAME" "$ENTRY_VERSION" "$ENTRY_SHA256" "$ENTRY_MD5" \
    >> "$WORK/installed"
}

# install_library NAMES FOLDER: unpacks the default version, else the newest.
install_library() {
  wanted=$(default_version "${1%%,*}")
  chosen=$(entries "$1" "$wanted" | sed -n 1p)
  [ -n "$chosen" ] || fail \
    "The requirements need ${1%%,*}, and this buildpack has none for the stack $STACK_NAME." \
    "Add it to the buildpack's manifest.yml, and package it again."
  take_entry "$chosen"
  install_entry "$2"
}

# lead NAME FOLDER: makes /app/.heroku/NAME, for which all is built, lead to FOLDER while staging.
lead() {
  heroku=/app/.heroku
  # A stack may have /app as a link to a folder that isn't there yet.
  if [ -L /app ] && [ ! -e /app ]; then mkdir -p "$(readlink -f /app)"; fi
  mkdir -p "$heroku" || fail "Can't write to /app, where python has to be found."
  if [ "$(folder "$heroku")/$1" = "$2" ]; then return; fi
  if [ -L "$heroku/$1" ]; then rm -f "$heroku/$1"; fi
  [ ! -e "$heroku/$1" ] || fail "$heroku/$1 is there already, and is not of this buildpack."
  ln -s "$2" "$heroku/$1"
}
