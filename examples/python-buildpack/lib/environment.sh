# The environment in which packages are compiled and applications run.
# shellcheck shell=sh

# enter: what compilers need to find python and its libraries.
enter() {
  prefix=/app/.heroku
  includes=$prefix/vendor/include:$prefix/python/include
  # libffi keeps its headers in a folder that is named after its version.
  for headers in "$prefix"/vendor/lib/libffi-*/include; do
    if [ -d "$headers" ]; then includes=$headers:$includes; fi
  done
  export PATH="$prefix/python/bin:$prefix/vendor/bin:$PATH"
  export C_INCLUDE_PATH="$includes${C_INCLUDE_PATH:+:$C_INCLUDE_PATH}"
  export CPLUS_INCLUDE_PATH="$includes${CPLUS_INCLUDE_PATH:+:$CPLUS_INCLUDE_PATH}"
  libraries=$prefix/vendor/lib:$prefix/python/lib
  export LIBRARY_PATH="$libraries${LIBRARY_PATH:+:$LIBRARY_PATH}"
  export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  configurations=$prefix/vendor/lib/pkgconfig:$prefix/python/lib/pkgconfig
  export PKG_CONFIG_PATH="$configurations${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
  # The same application gives the same bytes: no debug information, in which folders of this
  # staging are named, no time of today in archives, no order of today in sets.
  export CFLAGS="${CFLAGS:+$CFLAGS }-g0" CXXFLAGS="${CXXFLAGS:+$CXXFLAGS }-g0"
  export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-315532800}" PYTHONHASHSEED=0
  # What the application sets for itself is not for what runs here.
  unset PYTHONHOME PYTHONPATH
}

# write_profile FOLDER: the script that the platform sources before it starts the application.
write_profile() {
  mkdir -p "$1"
  cp "$BUILDPACK/lib/profile.sh" "$1/python.sh"
}
