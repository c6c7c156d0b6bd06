# Reads a manifest.yml in block style, as `binary-builder manifest update` writes it: there is no python
# yet that could read all of YAML. Prints with tabs between, and '-' for what isn't there:
#
#   stack NAME
#   default NAME VERSION
#   entry NAME VERSION STACKS URI SHA256 MD5 FILE     (STACKS with commas between)

BEGIN { base = -1 }

{ sub(/\r$/, "") }
NR == 1 { sub(/^\357\273\277/, "") }
/^[ \t]*$/ || /^[ \t]*#/ || /^---/ { next }

/^[A-Za-z_]+:/ {
  finish()
  section = $0
  sub(/:.*/, "", section)
  value = plain(substr($0, length(section) + 2))
  base = -1
  if (section == "stack") print "stack\t" value
  if ((section == "dependencies" || section == "default_versions") && value != "" && value != "[]") {
    refuse(section)
  }
  next
}

section == "dependencies" || section == "default_versions" {
  match($0, /^ */)
  indent = RLENGTH
  text = substr($0, indent + 1)
  if (isItem(text)) {
    if (base < 0) base = indent
    if (indent == base) {
      finish()
      started = NR
      current = ""
      text = substr(text, 2)
      match(text, /^ */)
      keys = indent + 1 + RLENGTH
      text = substr(text, RLENGTH + 1)
      if (text == "" || text ~ /^#/) { keys = -1; next }
      indent = keys
    }
  }
  if (!started) refuse(section)
  if (keys < 0) keys = indent
  if (indent == keys && !isItem(text)) take(text)
  else if (current == "cf_stacks" && isItem(text)) addStack(plain(substr(text, 2)))
}

END { if (!failed) finish() }

function isItem(text) { return text == "-" || text ~ /^- / }

# A line `key: value` of an item.
function take(text) {
  if (text !~ /^[A-Za-z0-9_]+:( |$)/) refuse("an item of " section)
  current = text
  sub(/:.*/, "", current)
  text = substr(text, length(current) + 2)
  if (current == "cf_stacks") takeStacks(text)
  else if (current ~ /^(name|version|uri|sha256|md5|file)$/) values[current] = plain(text)
}

function takeStacks(text,    parts, count, i) {
  text = plain(text)
  if (text == "") return
  if (text !~ /^\[.*\]$/) refuse("cf_stacks")
  count = split(substr(text, 2, length(text) - 2), parts, ",")
  for (i = 1; i <= count; i++) addStack(plain(parts[i]))
}

function addStack(name) {
  if (name != "") values["stacks"] = values["stacks"] (values["stacks"] == "" ? "" : ",") name
}

# A scalar without quotes and comment.
function plain(text,    quote, rest, at) {
  sub(/^[ \t]+/, "", text)
  quote = substr(text, 1, 1)
  if (quote == "\"" || quote == "'") {
    rest = substr(text, 2)
    at = index(rest, quote)
    if (at == 0 || substr(rest, at + 1) !~ /^[ \t]*(#.*)?$/) refuse("a quoted text")
    return substr(rest, 1, at - 1)
  }
  if (text ~ /^[&*|>{!]/) refuse("a value")
  if (text ~ /^#/) return ""
  sub(/[ \t]+#.*$/, "", text)
  sub(/[ \t]+$/, "", text)
  return text
}

function finish() {
  if (!started) return
  if (values["name"] == "" || values["version"] == "") {
    NR = started
    refuse("an item of " section " without name or version")
  }
  if (section == "default_versions") print "default\t" values["name"] "\t" values["version"]
  else {
    print "entry\t" has("name") "\t" has("version") "\t" has("stacks") "\t" has("uri") "\t" \
      has("sha256") "\t" has("md5") "\t" has("file")
  }
  started = 0
  split("", values)
}

function has(key) { return values[key] == "" ? "-" : values[key] }

function refuse(what) {
  print "line " NR ": " what " is written in a form that isn't read here" > "/dev/stderr"
  failed = 1
  exit 1
}
