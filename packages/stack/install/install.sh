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

. packages/stack/install/host-node.sh
. packages/stack/install/lock.sh
. packages/stack/install/project-node.sh

is_installed() { cmp -s package-lock.json "$installed" && [ -x "$node" ]; }

# Says every few seconds how far npm is, which says nothing itself. Ends with this script, however that ends.
report_progress() {
  # Less those that are only for some systems, of which hardly any is for this one.
  total=$(awk '/^    "node_modules\// { n++ } /^      "os": \[/ { n-- } END { print n }' package-lock.json)
  seconds=0
  while sleep 1 >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
    seconds=$((seconds + 1))
    [ $((seconds % 5)) -eq 0 ] || continue
    count=$(find node_modules -name package.json -path '*node_modules/*' 2>/dev/null | grep -cE 'node_modules/(@[^/]+/)?[^/]+/package\.json$' || true)
    say "  $count of about $total packages after $seconds s"
  done
}

install() {
  say "Installing dependencies (npm ci): package-lock.json is new or has changed."
  start=$(date +%s)
  report_progress &
  reporter=$!
  # Neither remarks on the host's older Node, which only installs, nor on settings that an older npm does not know.
  if ! env -u NODE_ENV -u npm_config_omit -u npm_config_production -u NPM_CONFIG_OMIT -u NPM_CONFIG_PRODUCTION \
    SCARF_ANALYTICS=false npm ci --include=dev --include=optional --bin-links=true --loglevel=error --no-audit --no-fund >&2; then
    kill "$reporter" 2>/dev/null || true
    fail "The dependencies could not be installed; npm says why above." \
      "Without a connection to the registry: try again when there is one, or set its mirror with npm config set registry URL." \
      "If package.json and package-lock.json disagree: npm install, and commit both." \
      "If files belong to another user: sudo chown -R \"\$(id -u)\" node_modules"
  fi
  kill "$reporter" 2>/dev/null || true
  [ -f node_modules/vite/package.json ] && [ -d node_modules/.bin ] || fail "npm ci left dependencies out." \
    "Look at what npm is told: npm config ls; then delete node_modules and try again."
  choose_node
  # By renaming: a copy of node_modules by links holds the same file.
  cp package-lock.json "$installed.new" && mv "$installed.new" "$installed"
  say "Installed in $(($(date +%s) - start)) s."
}

check_host
take_lock
# Another process may have done it while this one waited.
is_installed || install
