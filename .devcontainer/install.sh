#!/bin/sh
# Puts the dependencies into their volume, if it has not those of the lockfile: the image's, which takes seconds and no
# network; or installs them, where the lockfile has changed since the image was built.
set -eu
cd "$(dirname "$0")/.."
image=/opt/zero-to-running
# As `packages/stack/run` knows it.
installed=node_modules/.installed-$(uname -sm | tr ' ' -)

# One at a time.
exec 9> /tmp/zero-to-running-install.lock
flock 9

# The engine makes volumes as root, and the user may have been given the host user's id after they were filled.
for directory in node_modules extension/dist; do
  [ -O "$directory" ] || sudo chown -R "$(id -u):$(id -g)" "$directory"
done

if ! cmp -s package-lock.json "$installed" && cmp -s package-lock.json "$image/package-lock.json"; then
  rm -f node_modules/.installed-*
  find node_modules -mindepth 1 -delete
  tar --extract --file "$image/node_modules.tar.zst"
  # Last, so that what was interrupted is done again.
  cp package-lock.json "$installed.new" && mv "$installed.new" "$installed"
fi

./packages/stack/run install 9>&-
