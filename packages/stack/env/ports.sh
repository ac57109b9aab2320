# Part of write.sh: finds a free port for each service whose wanted one another program or project has. What is wanted
# stays in .env as it is; what became of it stands beside it, as PUBLISHED_*, for Compose.

# Ports that something on this host listens on, one a line.
listening_ports() {
  if [ -r /proc/net/tcp ]; then
    awk '$4 == "0A" { sub(/.*:/, "", $2); print "0x" $2 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      while read -r port; do printf '%d\n' "$port"; done
  else
    netstat -an -p tcp 2>/dev/null | awk '$NF == "LISTEN" { sub(/.*[.:]/, "", $4); print $4 }'
  fi
}

# published_ports [FILTER]: of running containers, one a line.
published_ports() {
  docker ps "$@" --format '{{.Ports}}' 2>/dev/null | tr ',' '\n' | sed -n 's/.*:\([0-9]*\)->.*/\1/p'
}

# has LIST PORT
has() { printf '%s\n' "$1" | grep -qx "$2"; }

services='FRONTEND:3000 API:4000 DATABASE:5432 CACHE:6379'

keep_wanted_ports() {
  for pair in $services; do drop_value "PUBLISHED_${pair%:*}_PORT"; done
}

choose_ports() {
  own=$(published_ports --filter "label=com.docker.compose.project=$project")
  taken=$(listening_ports && published_ports)
  wished=
  for pair in $services; do
    wanted=$(value "${pair%:*}_PORT")
    wished="$wished
${wanted:-${pair#*:}}"
  done
  chosen=
  for pair in $services; do
    name=${pair%:*}_PORT
    wanted=$(value "$name")
    : "${wanted:=${pair#*:}}"
    case $wanted in *[!0-9]*) continue ;; esac
    before=$(value "PUBLISHED_$name")
    port=$wanted
    if [ -n "$before" ] && has "$own" "$before"; then
      # It runs there, and stays: whoever has its page open keeps it.
      port=$before
    elif ! has "$own" "$port"; then
      while has "$taken" "$port" || has "$chosen" "$port" || { [ "$port" != "$wanted" ] && has "$wished" "$port"; }; do
        port=$((port + 1))
      done
    fi
    chosen="$chosen
$port"
    if [ "$port" = "$wanted" ]; then
      drop_value "PUBLISHED_$name"
    else
      set_value "PUBLISHED_$name" "$port"
      [ "$port" = "$before" ] || say "Port $wanted is taken: the $(printf '%s' "${pair%:*}" | tr '[:upper:]' '[:lower:]') is on $port until it is free."
    fi
  done
}
