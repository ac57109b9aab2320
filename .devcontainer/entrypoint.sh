#!/bin/sh
# Prepares the container as root for the user `node`, then runs the command.
set -eu

# use_engine: lets `node` use the engine's socket, whatever group the host gave it.
use_engine() {
  socket=/var/run/docker.sock
  [ -S "$socket" ] || return 0
  gid=$(stat -c %g "$socket")
  group=$(getent group "$gid" | cut -d : -f 1)
  if [ -z "$group" ]; then
    group=docker-host
    groupadd --non-unique --gid "$gid" "$group"
  fi
  id -nG node | tr ' ' '\n' | grep -qx "$group" || usermod --append --groups "$group" node
}

# own_checkout: where the checkout is root's, and only root can write to it, `node` gets root's id, as an ordinary user's
# checkout gives it that user's; and root `node`'s home, for the engine asks by the id. What an editor has started before that,
# as the former id, still has to write there: its marks of which commands have run.
own_checkout() {
  [ "$(stat -c %u "$WORKSPACE_FOLDER")" = 0 ] || return 0
  setpriv --reuid=node --regid=node --clear-groups test -w "$WORKSPACE_FOLDER" && return 0
  sed -i -e 's/^node:\([^:]*\):[0-9]*:/node:\1:0:/' -e 's#^\(root:.*\):[^:]*:\([^:]*\)$#\1:/home/node:\2#' /etc/passwd
  chmod g+w /home/node
  chown -R 0 /home/node
}

# link PATH TARGET: so that a path of the host is right in here as well.
link() {
  [ -n "$1" ] && ! [ -e "$1" ] || return 0
  mkdir -p "$(dirname "$1")" && ln -sfn "$2" "$1"
}

# link_host_paths: for Compose, which tells the engine where sources are, and for Git, which keeps paths of worktrees.
link_host_paths() {
  link "${HOST_FOLDER:-}" "$WORKSPACE_FOLDER"
  [ -n "${HOST_GIT_DIR:-}" ] && [ -f "$WORKSPACE_FOLDER/.git" ] || return 0
  named=$(sed -n 's/^gitdir: //p' "$WORKSPACE_FOLDER/.git")
  case $named in /*) ;; *) named=$(realpath -m "$WORKSPACE_FOLDER/$named") ;; esac
  link "$named" "$HOST_GIT_DIR"
}

# keep_password: where psql and the like look for it, for the stack's own database.
keep_password() {
  [ -r /run/secrets/POSTGRES_PASSWORD ] || return 0
  file=/home/node/.pgpass
  (umask 077 && sed 's/[\\:]/\\&/g; s/^/database:*:*:*:/' /run/secrets/POSTGRES_PASSWORD > "$file")
  chown node "$file"
}

# relay PORT SERVICE: Codespaces and other remote hosts forward ports of this container only.
relay() {
  while :; do
    socat "TCP-LISTEN:$1,fork,reuseaddr" "TCP:$2:$1" 2> /dev/null || sleep 1
  done
}

# First, as an editor runs commands as `node` once the container has started.
[ -z "${WORKSPACE_FOLDER:-}" ] || own_checkout
use_engine
if [ -n "${WORKSPACE_FOLDER:-}" ]; then
  link_host_paths
  keep_password
  relay 3000 frontend &
  relay 4000 api &
fi

exec "$@"
