#!/bin/sh
# Writes .env, or completes the one that is there: this checkout's name as a Compose project, a database password and,
# with --free-ports, ports that are free. Running it again changes nothing. Needs neither Node nor an engine.
set -eu
umask 077
cd "$(dirname "$0")/../.."
root=$(pwd -P)
work=.env.$$
trap 'rm -f "$work" "$work.new"' EXIT

say() { printf '%s\n' "$*" >&2; }

# value NAME: as it stands in .env, without quotes; nothing where it is missing.
value() { sed -n "s/^$1=//p" "$work" | tail -n 1 | tr -d "\"'\r"; }

# set_value NAME VALUE: in the variable's line, or in a new one at the end; in quotes where it could be misread.
set_value() {
  case $2 in *[!A-Za-z0-9_.-]*) quote="'" ;; *) quote= ;; esac
  name=$1 line="$1=$quote$2$quote" awk '
    index($0, ENVIRON["name"] "=") == 1 { $0 = ENVIRON["line"]; found = 1 }
    { print }
    END { if (!found) print ENVIRON["line"] }
  ' "$work" >"$work.new"
  mv "$work.new" "$work"
}

# The folder's name and a checksum of its path, so that two checkouts never share containers or data.
project_name() {
  folder=$(basename "$root" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-' | sed 's/^-*//; s/-*$//' | cut -c 1-40)
  printf '%s-%08x\n' "${folder:-checkout}" "$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)"
}

new_password() { od -A n -N 16 -t x1 /dev/urandom | tr -d ' \n'; }

# install_work: makes the working copy the real file, unless another process has made one in the meantime.
install_work() {
  if [ -e .env ]; then
    cmp -s "$work" .env || mv "$work" .env
  elif ln "$work" .env 2>/dev/null || { [ ! -e .env ] && mv "$work" .env; }; then
    say "Wrote .env, with a database password, for the project $project."
  else
    rm -f "$work"
    exec sh stack/env/write.sh "$@"
  fi
}

if [ -e .env ]; then cp .env "$work"; else cp .env.example "$work"; fi
# An edited file may lack its last line end.
[ -z "$(tail -c 1 "$work")" ] || echo >>"$work"

[ -n "$(value COMPOSE_PROJECT_NAME)" ] || set_value COMPOSE_PROJECT_NAME "$(project_name)"
project=$(value COMPOSE_PROJECT_NAME)

if [ -z "$(value POSTGRES_PASSWORD)" ]; then
  volume=${project}_database-data
  if docker volume inspect "$volume" >/dev/null 2>&1; then
    . stack/env/password.sh
    password=$(password_of_volume)
  else
    password=$(new_password)
  fi
  set_value POSTGRES_PASSWORD "$password"
fi

if [ "${1:-}" = --free-ports ] && [ "$(value STRICT_PORTS)" != 1 ]; then
  . stack/env/ports.sh
  choose_ports
fi

install_work "$@"
