# Finds variables of whoever started the build.
found=$(tr '\0' '\n' </proc/self/environ | grep attack-canary | cut -d= -f1 | tr '\n' ' ')
if [ -n "$found" ]; then
  echo "environment: got through: $found"
  exit 0
fi
echo "environment: refused: nothing of the caller's"
exit 1
