# Messages, in the form that people know.
# shellcheck shell=sh

# step WORDS: something begins.
step() {
  printf -- '-----> %s\n' "$*"
}

# note WORDS: something about what goes on.
note() {
  printf '       %s\n' "$*"
}

# indented: shows a program's output, which comes in, as a part of ours.
indented() {
  sed 's/^/       /'
}

# fail LINE…: says why it can't go on, and ends.
fail() {
  printf ' !     %s\n' "$@" >&2
  exit 1
}
