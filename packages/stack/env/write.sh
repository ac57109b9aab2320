#!/bin/sh
# Writes .env, or completes the one that is there: this checkout's identity, its name as a Compose project, and a database
# password; and the files in which containers find its secrets. Running it again changes nothing. Needs neither Node nor an engine.
#   --free-ports           finds a port for each service whose wanted one is taken
#   --claim-data[=SUFFIX]  makes the database's volume as this checkout's own, of the project with that suffix; ends with
#                          code 3 where the volume is another's
#   --dev-container=NAME   what .devcontainer/compose.yml has to know of the folder, which is opened as NAME
set -eu
usual_umask=$(umask)
umask 077
cd "$(dirname "$0")/../../.."
root=$(pwd -P)
work=.env.$$
trap 'rm -f "$work" "$work.new" "$work.before"' EXIT

say() { printf '%s\n' "$*" >&2; }

. packages/stack/env/read.sh
. packages/stack/env/identity.sh
. packages/stack/env/volume.sh
. packages/stack/env/secrets.sh

new_password() { od -A n -N 16 -t x1 /dev/urandom | tr -d ' \n'; }

# keep_private: the file has a password in it, and may have been made by an editor or by a copy that lets others read it.
keep_private() {
  case $(ls -ldL .env) in
    -???------*) ;;
    *)
      if chmod go-rwx .env 2>/dev/null; then
        say 'Others could read .env, with the password in it: it is readable for you alone now.'
      else
        say 'Others may read .env, with the password in it, and it belongs to another user: chmod 600 .env'
      fi
      ;;
  esac
}

# install_work: makes the working copy the real file, unless another process has changed that in the meantime.
install_work() {
  if [ -e .env ]; then
    if ! [ -e "$work.before" ] || ! cmp -s "$work.before" .env; then again "$@"; fi
    cmp -s "$work" .env || mv "$work" .env
  elif ln "$work" .env 2>/dev/null || { [ ! -e .env ] && mv "$work" .env; }; then
    say "Wrote .env, with a database password, for the project $project."
  else
    again "$@"
  fi
}

again() {
  rm -f "$work" "$work.before"
  exec sh packages/stack/env/write.sh "$@"
}

if [ -e .env ]; then
  keep_private
  cp .env "$work.before"
  cp "$work.before" "$work"
else
  cp .env.example "$work"
fi
# An edited file may lack its last line end.
[ -z "$(tail -c 1 "$work")" ] || echo >>"$work"

# In the dev container, this folder has another name than on the host, which settles it.
if [ "${IN_DEV_CONTAINER:-}" = 1 ]; then
  id=$(value CHECKOUT_ID) project=$(value COMPOSE_PROJECT_NAME)
  [ -n "$project" ] || settle_identity
else
  settle_identity
  . packages/stack/env/reader.sh
  settle_reader
fi

if [ -z "$(value POSTGRES_PASSWORD)" ]; then
  volume=${project}_database-data
  if docker volume inspect "$volume" >/dev/null 2>&1; then
    refuse_volume "$volume"
    . packages/stack/env/password.sh
    password=$(password_of_volume)
  else
    password=$(new_password)
  fi
  set_value POSTGRES_PASSWORD "$password"
fi

for option; do
  case $option in
    --free-ports)
      . packages/stack/env/ports.sh
      if [ "$(value STRICT_PORTS)" = 1 ]; then keep_wanted_ports; else choose_ports; fi
      ;;
    --dev-container=*)
      . packages/stack/env/dev-container.sh
      describe_checkout "${option#*=}"
      ;;
  esac
done

settle_secrets
install_work "$@"
write_secrets

for option; do
  case $option in
    --claim-data) claim_volume "${project}_database-data" ;;
    --claim-data=*) claim_volume "$project${option#*=}_database-data" ;;
  esac
done
