#!/bin/sh
# Runs on the host before the dev container is made, and each time it is opened, with the folder's name as its editor
# knows it. Ends with the services running, so that what keeps them from it is said here, and is not a stack trace of the
# editor's.
set -eu
cd "$(dirname "$0")/.."
name=${1:-$(basename "$(pwd -P)")}

say() { printf '%s\n' "$*" >&2; }

# Where volumes will be: folders that the engine has to make belong to root, and `npm ci` on the host then fails.
mkdir -p node_modules extension/dist

if ! docker version > /dev/null 2>&1 || ! docker compose version > /dev/null 2>&1; then
  # The editor may use another engine, by a path of its own, and says itself what is wrong with it.
  exec sh packages/stack/env/write.sh --free-ports "--dev-container=$name"
fi

. .devcontainer/services.sh
start_services "$name"
