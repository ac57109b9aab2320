#!/bin/sh
# Waits until the stack is healthy, and shows it. Never fails: the editor opens whatever the stack does.
cd "$(dirname "$0")/.." || exit 0
deadline=$(($(date +%s) + ${HEALTH_DEADLINE_SECONDS:-60}))

sh .devcontainer/install.sh || echo 'The dependencies are not those of package-lock.json; `make install` tries again.'

until curl --fail --silent --max-time 3 --output /dev/null "$API_URL/health/all"; do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo 'The stack is not healthy yet. `make health` shows what is wrong, `make logs` why.'
    break
  fi
  sleep 0.5
done
make --no-print-directory health

setting() { sed -n "s/^$1=//p" .env | tail -n 1; }
frontend=$(setting FRONTEND_PORT)
api=$(setting API_PORT)
echo "Dashboard  http://localhost:${frontend:-3000}"
echo "API        http://localhost:${api:-4000}/docs/"
