# Part of install.sh: one installation at a time. The lock is a symbolic link, which is made in one step with its
# content: pid and start time of its holder.

start_of() {
  if [ -r "/proc/$1/stat" ]; then
    sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' '_'
  fi
}

# is_dead HOLDER: whether the process that took the lock has ended, even if its pid is another's by now.
is_dead() { [ "$(start_of "${1%%:*}")" != "${1#*:}" ]; }

# Only one process at a time removes a lock, and only one that it has looked at meanwhile.
remove_stale() {
  ln -s "$$" "$lock.removal" 2>/dev/null || return 0
  [ "$(readlink "$lock" 2>/dev/null)" != "$1" ] || rm -f "$lock"
  rm -f "$lock.removal"
}

take_lock() {
  mkdir -p .stack && [ -w .stack ] || fail "$root/.stack cannot be written to." \
    "If root started the stack before: sudo make down && sudo chown -R \"\$(id -u)\" .stack"
  self="$$:$(start_of $$)"
  waited=0
  until ln -s "$self" "$lock" 2>/dev/null; do
    holder=$(readlink "$lock" 2>/dev/null) || holder=
    [ -z "$holder" ] || ! is_dead "$holder" || remove_stale "$holder"
    [ "$waited" -ne 1 ] || say "Waiting for another installation in this checkout (pid ${holder%%:*})."
    [ "$waited" -lt "$wait_seconds" ] || fail "Another installation (pid ${holder%%:*}) does not come to an end." \
      "End it, and delete $root/$lock and $root/$lock.removal if they are there."
    sleep 1
    waited=$((waited + 1))
  done
  trap 'rm -f "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
