#!/bin/sh
# install.sh INSTALLED NODE: installs the dependencies with the host's Node, one process at a time. Then INSTALLED is a
# copy of the lockfile they are of, and NODE a link to the Node that runs the project.
set -eu
root=$PWD
installed=$1
node=$2
lock=.stack/install-lock
# Longer than an installation on a slow line.
wait_seconds=900

say() { printf '%s\n' "$*" >&2; }

# fail MESSAGE FIX...
fail() {
  say "✖ $1"
  shift
  for fix in "$@"; do say "  → $fix"; done
  exit 1
}

. stack/install/host-node.sh
. stack/install/lock.sh
. stack/install/project-node.sh

is_installed() { cmp -s package-lock.json "$installed" && [ -x "$node" ]; }

install() {
  say "Installing dependencies (npm ci): package-lock.json is new or has changed."
  start=$(date +%s)
  # Neither remarks on the host's older Node, which only installs, nor on settings that an older npm does not know.
  if ! SCARF_ANALYTICS=false npm ci --loglevel=error --no-audit --no-fund >&2; then
    fail "The dependencies could not be installed; npm says why above." \
      "Without a connection to the registry: try again when there is one, or set its mirror with npm config set registry URL." \
      "If package.json and package-lock.json disagree: npm install, and commit both." \
      "If files belong to another user: sudo chown -R \"\$(id -u)\" node_modules"
  fi
  choose_node
  cp package-lock.json "$installed"
  say "Installed in $(($(date +%s) - start)) s."
}

check_host
take_lock
# Another process may have done it while this one waited.
is_installed || install
