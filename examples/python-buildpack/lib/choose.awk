# Picks from what manifest.awk prints the entries of a dependency, newest version first.
#
#   names   names of the dependency, with commas between
#   stack   entries for this stack, and those that name none
#   wanted  a version or the beginning of one: 3.11.2, 3.11, 3; empty for every version

BEGIN { FS = "\t" }

$1 == "entry" && contains(names, $2) && ($4 == "-" || contains($4, stack)) && matches($3) {
  for (at = ++count; at > 1 && newer($3, versions[at - 1]); at--) {
    versions[at] = versions[at - 1]
    lines[at] = lines[at - 1]
  }
  versions[at] = $3
  lines[at] = $0
}

END { for (at = 1; at <= count; at++) print lines[at] }

function contains(list, name) { return index("," list ",", "," name ",") > 0 }

function matches(version) {
  if (version == wanted) return 1
  # 3.15.0rc1 is for those who ask for it.
  if (version !~ /^[0-9.]+$/) return 0
  return wanted == "" || index(version, wanted ".") == 1
}

# By numbers: 3.10 is newer than 3.9.
function newer(a, b,    as, bs, counts, i) {
  counts = split(a, as, ".")
  i = split(b, bs, ".")
  if (i > counts) counts = i
  for (i = 1; i <= counts; i++) if (as[i] + 0 != bs[i] + 0) return as[i] + 0 > bs[i] + 0
  return 0
}
