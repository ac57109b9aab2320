#!/bin/sh
# Installs what is missing, then shows the services coming up. Never fails: the editor opens whatever the stack does.
cd "$(dirname "$0")/.." || exit 0

sh .devcontainer/install.sh || echo 'The dependencies are not those of package-lock.json; `make install` tries again.'
[ -S /var/run/docker.sock ] && exec node_modules/.stack-node packages/stack/src/opening.ts

# Without the engine, only the API can be asked.
deadline=$(($(date +%s) + ${HEALTH_DEADLINE_SECONDS:-60}))
until curl --fail --silent --max-time 3 --output /dev/null "$API_URL/health/all"; do
  [ "$(date +%s)" -lt "$deadline" ] || break
  sleep 0.5
done
make --no-print-directory health || true
