# `binary-builder completion bash`; for bash 4.4 and newer.
#
# bash parts words at `=`, `@` and `:` too. They are put together again here, and of each answer only what
# stands in place of the part that bash completes ($2) is handed back.
_binary_builder() {
  local rest=${COMP_LINE:0:COMP_POINT} word blanks answer index
  local -a words=() answers=()
  for ((index = 0; index <= COMP_CWORD; index++)); do
    blanks=${rest%%[![:blank:]]*}
    rest=${rest#"$blanks"}
    word=${COMP_WORDS[index]}
    ((index == COMP_CWORD)) && word=$rest
    rest=${rest:${#word}}
    if [[ -z $blanks && $index -gt 0 ]]; then words[-1]+=$word; else words+=("$word"); fi
  done

  COMPREPLY=()
  mapfile -t answers < <(binary-builder __complete "${words[@]:1}" 2>/dev/null)
  case ${answers[0]} in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
  esac
  for answer in "${answers[@]:1}"; do
    answer=${answer%%$'\t'*}
    [[ $answer == *[=@] ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("${answer:${#words[-1]}-${#2}}")
  done
}
complete -F _binary_builder binary-builder
