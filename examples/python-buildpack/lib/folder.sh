# Folders that the platform gives us.
# shellcheck shell=sh

# folder PATH: the path of a folder that has to be there, without links and relative parts.
folder() {
  [ -d "$1" ] || fail "There is no folder $1."
  (CDPATH='' cd -P -- "$1" && pwd)
}

# made_folder PATH: like folder; made when it isn't there.
made_folder() {
  mkdir -p -- "$1" || fail "Can't make the folder $1."
  folder "$1"
}

# fresh FOLDER: removes what an earlier staging left of ours in FOLDER.
fresh() {
  # A link would lead out of the application.
  if [ -L "$1" ]; then rm -f -- "$1"; fi
  rm -rf -- "$1/python" "$1/vendor"
}

# make_work: WORK is a folder for scratch files; it goes when the script ends.
make_work() {
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/python-buildpack.XXXXXX")
  trap 'rm -rf "$WORK"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
