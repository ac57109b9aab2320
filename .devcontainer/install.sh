#!/bin/sh
# Installs dependencies in the container, if the lockfile is not the one that they were installed from.
set -eu
cd "$(dirname "$0")/.."

# The user may have been given the host user's id after the volumes were filled.
for directory in node_modules extension/dist; do
  [ -O "$directory" ] || sudo chown -R "$(id -u):$(id -g)" "$directory"
done

./stack/run install
