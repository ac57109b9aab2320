# Part of write.sh: replaces each wanted port that another program or project has by the next free one.

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

choose_ports() {
  own=$(published_ports --filter "label=com.docker.compose.project=$project")
  taken=$(listening_ports && published_ports)
  chosen=
  for name in $(sed -n 's/^\([A-Z]*_PORT\)=.*/\1/p' "$work"); do
    wanted=$(value "$name")
    case $wanted in '' | *[!0-9]*) continue ;; esac
    port=$wanted
    if ! has "$own" "$port"; then
      while has "$taken" "$port" || has "$chosen" "$port"; do port=$((port + 1)); done
    fi
    chosen="$chosen
$port"
    [ "$port" = "$wanted" ] && continue
    set_value "$name" "$port"
    say "Port $wanted is taken: $name in .env is $port now."
  done
}
