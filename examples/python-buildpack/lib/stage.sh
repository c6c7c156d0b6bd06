# What compile and supply do alike.
# shellcheck shell=sh
# shellcheck source=lib/say.sh
. "$BUILDPACK/lib/say.sh"
# shellcheck source=lib/folder.sh
. "$BUILDPACK/lib/folder.sh"
# shellcheck source=lib/manifest.sh
. "$BUILDPACK/lib/manifest.sh"
# shellcheck source=lib/version.sh
. "$BUILDPACK/lib/version.sh"
# shellcheck source=lib/fetch.sh
. "$BUILDPACK/lib/fetch.sh"
# shellcheck source=lib/install.sh
. "$BUILDPACK/lib/install.sh"
# shellcheck source=lib/environment.sh
. "$BUILDPACK/lib/environment.sh"
# shellcheck source=lib/packages.sh
. "$BUILDPACK/lib/packages.sh"

# install_all BUILD CACHE TREES: TREES/python and, when something needs it, TREES/vendor.
install_all() {
  if [ -f "$1/Pipfile" ] && [ ! -f "$1/requirements.txt" ]; then
    fail "There is a Pipfile, but no requirements.txt, which is what packages are installed from." \
      "Make one and keep it beside the Pipfile: pipenv requirements > requirements.txt"
  fi
  make_work
  read_manifest
  choose_python "$1"
  install_entry "$3/python"
  lead python "$3/python"
  python=/app/.heroku/python/bin/python
  "$python" -c 'import sys' 2> "$WORK/python" || {
    indented < "$WORK/python" >&2
    fail "python $ENTRY_VERSION doesn't start on the stack $STACK_NAME."
  }
  PYTHON_INSTALLED=$ENTRY_VERSION
  install_libraries "$1" "$3/vendor"
  enter
  install_packages "$1" "$2"
}

# install_libraries BUILD FOLDER: those that the application's packages need.
install_libraries() {
  "$python" "$BUILDPACK/lib/requirements.py" libraries "$1" > "$WORK/libraries" ||
    fail "The requirements can't be read."
  while read -r name; do
    case $name in
      libmemcached) install_library libmemcache,libmemcached "$2" ;;
      *) install_library "$name" "$2" ;;
    esac
  done < "$WORK/libraries"
  if [ -s "$WORK/libraries" ]; then lead vendor "$2"; fi
}
