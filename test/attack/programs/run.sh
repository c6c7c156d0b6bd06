# Runs everything beside it, in `attacks` and in `needed`. Each says one line; the last one counts them.
here=$(dirname "$0")
count=0
for program in "$here"/attacks/* "$here"/needed/*; do
  count=$((count + 1))
  case $program in
    *.sh) timeout 60 sh "$program" </dev/null ;;
    *) timeout 60 "$program" </dev/null ;;
  esac || true
done
echo "attacks: $count"
