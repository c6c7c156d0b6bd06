# Which python the application wants.
# shellcheck shell=sh

# wanted_python BUILD: sets WANTED, as 3.11.2 or 3.11.x, and WANTED_FROM, who says it.
wanted_python() {
  for WANTED_FROM in runtime.txt .python-version; do
    [ -f "$1/$WANTED_FROM" ] || continue
    WANTED=$(first_word_line "$1/$WANTED_FROM")
    [ -z "$WANTED" ] || break
  done
  if [ -z "${WANTED:-}" ] && [ -n "${PYTHON_VERSION:-}" ]; then
    WANTED=$PYTHON_VERSION
    # shellcheck disable=SC2016
    WANTED_FROM='$PYTHON_VERSION'
  fi
  if [ -z "${WANTED:-}" ]; then
    WANTED=$(default_version python)
    WANTED_FROM="the buildpack's default"
    return
  fi
  said=$WANTED
  WANTED=$(printf '%s\n' "$said" | LC_ALL=C sed -e 's/^[Pp][Yy][Tt][Hh][Oo][Nn]-//')
  is_version "$WANTED" || fail "$WANTED_FROM says '$said', which is no version of python." \
    "It looks like python-3.11.2 or python-3.11.x." "There is: $(versions python)"
}

# first_word_line FILE: its first line that says something, without comment and blanks around.
first_word_line() {
  LC_ALL=C tr -d '\r\357\273\277' < "$1" |
    sed -n -e 's/#.*//' -e 's/^[[:blank:]]*//' -e 's/[[:blank:]]*$//' -e '/./{' -e p -e q -e '}'
}

is_version() {
  printf '%s\n' "$1" | LC_ALL=C grep -Eqx '[0-9]+(\.[0-9]+)*((a|b|rc)[0-9]+|(\.[xX*])+)?'
}

# choose_python BUILD: takes the newest entry that is what the application wants.
choose_python() {
  wanted_python "$1"
  chosen=$(entries python "$WANTED" | sed -n 1p)
  if [ -z "$chosen" ]; then
    there=$(versions python)
    [ -n "$there" ] || fail "This buildpack has no python for the stack $STACK_NAME."
    fail "There is no python $WANTED ($WANTED_FROM) for the stack $STACK_NAME." \
      "There is: $there" \
      "Write one of them into runtime.txt, such as python-${there%%,*}."
  fi
  take_entry "$chosen"
  step "Using python $ENTRY_VERSION ($WANTED_FROM)"
}
