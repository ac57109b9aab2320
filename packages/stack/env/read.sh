# Part of write.sh: reads and changes variables of .env by Compose's rules, as docker compose and
# packages/stack/src/environment/env-file.ts do.

# Makes groups of lines, of which a quoted value may take several: `group` as it stands, with its variable's `key` and
# `value`. Knows `export`, spaces, a byte order mark, CRLF, comments, quotes and escapes. Then comes what to do with each.
each_variable='
  BEGIN { escapes["n"] = "\n"; escapes["r"] = "\r"; escapes["t"] = "\t"; escapes["$"] = "$"; escapes["\\"] = "\\" }

  # Whether the quote that text begins with is closed in it.
  function unquote(text,    quote, i, c, escaped) {
    quote = substr(text, 1, 1); value = ""; escaped = 0
    for (i = 2; i <= length(text); i++) {
      c = substr(text, i, 1)
      if (c == quote && !escaped) return 1
      if (c == "\\" && !escaped) { escaped = 1; continue }
      if (escaped && c != quote) c = quote == "\"" && c in escapes ? escapes[c] : "\\" c
      value = value c; escaped = 0
    }
    return 0
  }

  function begin(line,    end) {
    group = line; key = ""; value = ""; text = ""
    if (NR == 1) sub(/^\357\273\277/, "", line)
    sub(/^[ \t]+/, "", line)
    if (line ~ /^#/) return
    sub(/^export[ \t]+/, "", line)
    end = match(line, /[=:]/)
    if (end == 0) return
    key = substr(line, 1, end - 1); sub(/[ \t]+$/, "", key)
    text = substr(line, end + 1); sub(/^[ \t]+/, "", text)
    if (text ~ /^["\047]/) return
    value = text; text = ""
    sub(/ #.*$/, "", value); sub(/[ \t\r]+$/, "", value)
  }

  { if (open) { group = group "\n" $0; text = text "\n" $0 } else begin($0)
    open = text != "" && !unquote(text)
    if (open) next }
'

# value NAME: its last value; nothing where it is missing.
value() {
  name=$1 LC_ALL=C awk "$each_variable"'
    key == ENVIRON["name"] { last = value }
    END { if (last != "") print last }
  ' "$work"
}

# edit NAME LINE: puts a line in the place of each group of a variable, or at the end; an empty one removes them.
edit() {
  name=$1 line=$2 LC_ALL=C awk "$each_variable"'
    key != ENVIRON["name"] { print group; next }
    ENVIRON["line"] != "" { print ENVIRON["line"]; found = 1 }
    END { if (open) print group; if (!found && ENVIRON["line"] != "") print ENVIRON["line"] }
  ' "$work" >"$work.new"
  mv "$work.new" "$work"
}

# set_value NAME VALUE: in quotes where it could be misread.
set_value() {
  case $2 in
    *[!A-Za-z0-9_.-]*) edit "$1" "$1='$(printf '%s' "$2" | sed "s/'/\\\\'/g")'" ;;
    *) edit "$1" "$1=$2" ;;
  esac
}

drop_value() { edit "$1" ''; }
