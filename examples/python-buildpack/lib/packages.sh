# The application's packages.
# shellcheck shell=sh

# install_packages BUILD CACHE: what requirements.txt names, and the application's own package. Every
# package becomes a wheel first. So nothing is half installed when one can't be had, and wheels can be
# kept for the next time.
install_packages() {
  cd "$1" || exit
  choose_store "$2"
  wheels=$WORK/wheels
  bundled=$("$python" -c 'import ensurepip, os; print(os.path.dirname(ensurepip.__file__))')/_bundled

  "$python" -m pip --version > "$WORK/pip" 2>&1 || "$python" -m ensurepip > "$WORK/pip" 2>&1 ||
    fail_with_log "This python has no pip."
  set --
  if [ -f requirements.txt ]; then set -- "$@" --requirement requirements.txt; fi
  if has_own_package; then
    copy_own_package
    set -- "$@" "$WORK/own"
  fi
  if [ $# -eq 0 ]; then
    note "There is nothing to install: no requirements.txt and no package of its own."
    return
  fi

  if is_offline; then
    step "Installing packages from vendor/"
    # What builds packages has to be there too; setuptools comes with python up to 3.11.
    set -- --no-index --no-cache-dir --find-links vendor --find-links "$bundled" "$@"
    if ! pins_files; then
      "$python" "$BUILDPACK/lib/wheels.py" find "$STORE" vendor > "$WORK/stores"
      while IFS= read -r known; do
        if [ -n "$known" ]; then set -- --find-links "$known" "$@"; fi
      done < "$WORK/stores"
    fi
  else
    step "Installing packages"
    mkdir -p "$STORE/pip"
    set -- --cache-dir "$STORE/pip" "$@"
  fi
  # Options, separated by blanks: no word of it is run or matched with files.
  set -f
  # shellcheck disable=SC2086
  set -- "$@" ${PIP_OPTS:-}
  set +f

  make_wheels "$@"
  if is_offline; then keep_wheels; fi
  install_wheels
}

is_offline() {
  for archive in vendor/*.whl vendor/*.tar.* vendor/*.tgz vendor/*.zip; do
    if [ -f "$archive" ]; then return 0; fi
  done
  return 1
}

# A pyproject.toml that only configures tools makes no package.
has_own_package() {
  [ -f setup.py ] ||
    { [ -f pyproject.toml ] && grep -Eq '^[[:blank:]]*\[(project|build-system)\]' pyproject.toml; }
}

# Building leaves files behind, which are no part of the application.
copy_own_package() {
  mkdir "$WORK/own"
  tar -cf "$WORK/own.tar" --exclude=./.heroku .
  tar -xf "$WORK/own.tar" -C "$WORK/own"
  rm "$WORK/own.tar"
}

# A file with the digest that was pinned is wanted, so a wheel that was built from it won't do.
pins_files() {
  case " ${PIP_OPTS:-} " in *' --require-hashes '*) return 0 ;; esac
  "$python" "$BUILDPACK/lib/requirements.py" hashes .
}

# choose_store CACHE: sets STORE, the folder of wheels that were built with the same python, libraries
# and options, and STORE_IS_OURS to 'only' where no other application has its wheels.
choose_store() {
  if [ -n "${PYTHON_CACHE_DIR:-}" ]; then
    stores=$(made_folder "$PYTHON_CACHE_DIR")/wheels
    STORE_IS_OURS=
  else
    stores=$1/python-buildpack/wheels
    STORE_IS_OURS=only
  fi
  built_with=$({ cat "$WORK/installed" && uname -m && echo "${PIP_OPTS:-} $CFLAGS"; } | sha256sum | cut -c1-16)
  STORE=$stores/$STACK_NAME-python-$PYTHON_INSTALLED-$built_with
  if [ -n "$STORE_IS_OURS" ] && [ -d "$stores" ]; then
    find "$stores" -mindepth 1 -maxdepth 1 ! -name "${STORE##*/}" -exec rm -rf {} +
  fi
}

# make_wheels ARGUMENTS: a wheel of every package.
make_wheels() {
  {
    "$python" -m pip wheel --use-pep517 --wheel-dir "$wheels" "$@" 2>&1 || echo failed > "$WORK/failed"
  } | tee "$WORK/pip" | while IFS= read -r line; do
    case $line in
      *'Building wheel for '*': started')
        line=${line#*Building wheel for }
        note "Building a wheel of ${line%% *}"
        ;;
    esac
  done
  [ ! -e "$WORK/failed" ] || packages_failed
}

packages_failed() {
  indented < "$WORK/pip" >&2
  is_offline || fail "pip could not get all packages; above is what it says." \
    "Without a network, put them into vendor/: pip download --dest vendor -r requirements.txt"
  fail "pip could not get all packages from vendor/; above is what it says." \
    "vendor/ has to have every package that another one needs, and for archives of source those that" \
    "build them, such as setuptools and wheel."
}

fail_with_log() {
  indented < "$WORK/pip" >&2
  fail "$@"
}

keep_wheels() {
  # shellcheck disable=SC2086
  known=$("$python" "$BUILDPACK/lib/wheels.py" keep "$STORE" vendor "$wheels" $STORE_IS_OURS)
  case $known in
    '0 of '*) ;;
    *) note "Using wheels of an earlier staging: $known" ;;
  esac
}

install_wheels() {
  "$python" "$BUILDPACK/lib/wheels.py" pins "$wheels" > "$WORK/pins"
  touch "$WORK/before"
  # By name and not by path, which pip would write down.
  "$python" -m pip install --no-index --no-deps --no-cache-dir --no-compile \
    --no-warn-script-location --find-links "$wheels" --requirement "$WORK/pins" > "$WORK/pip" 2>&1 ||
    fail_with_log "pip could not install the packages; above is what it says."
  compile_modules
  sed 's/==/ /' "$WORK/pins" | awk '{ printf "%s%s", separator, $0; separator = ", " }' > "$WORK/installed-packages"
  note "Installed $(cat "$WORK/installed-packages")"
}

# Compiled modules that don't look at the time of their source: times change when a droplet is packed.
compile_modules() {
  modules=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
  find "$modules" -name '*.py' -newer "$WORK/before" | LC_ALL=C sort > "$WORK/modules"
  set --
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 7))'; then
    set -- --invalidation-mode unchecked-hash
  fi
  # Packages may bring modules for other pythons, which don't compile with this one.
  "$python" -m compileall -q -f "$@" -i "$WORK/modules" > /dev/null 2>&1 || :
}
