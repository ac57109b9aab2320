#!/bin/sh
# Runs on the host before the dev container is made, and each time it is opened.
set -eu
cd "$(dirname "$0")/.."

sh stack/env/write.sh --free-ports
# Root's ids are not mapped to the container's user, who is to read it as well.
if [ "$(id -u)" = 0 ]; then chgrp 1000 .env && chmod 640 .env; fi

# Where volumes will be: folders that the engine has to make belong to root, and `npm ci` on the host then fails.
mkdir -p node_modules extension/dist
