#compdef binary-builder
# `binary-builder completion zsh`: to be sourced after compinit, or a file `_binary-builder` in fpath.
_binary_builder() {
  local -a answers typed plain open
  local answer word
  typed=("${(@Q)words[2,CURRENT-1]}" "$PREFIX")
  answers=("${(@f)$(binary-builder __complete "${typed[@]}" 2>/dev/null)}")
  case $answers[1] in
    files) _files && return ;;
    folders) _files -/ && return ;;
  esac
  for answer in "${(@)answers[2,-1]}"; do
    word=${answer%%$'\t'*}
    answer=${word//:/\\:}${${answer#$word}/$'\t'/:}
    if [[ $word == *[=@] ]]; then open+=("$answer"); else plain+=("$answer"); fi
  done
  # What more is to come behind gets no blank.
  (($#open)) && _describe binary-builder open -S ''
  (($#plain)) && _describe binary-builder plain
  return 0
}
if [[ $funcstack[1] == _binary-builder ]]; then
  _binary_builder "$@"
else
  compdef _binary_builder binary-builder
fi
