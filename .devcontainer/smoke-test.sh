#!/bin/sh
# Run in the dev container: uses the application once, by the way a browser takes.
set -eu

fail() {
  echo "smoke test: $*" >&2
  exit 1
}

curl --fail --silent --show-error --max-time 10 "$FRONTEND_URL/" | grep -q '<div id="root">' || fail "$FRONTEND_URL/ is not the dashboard"
curl --fail --silent --show-error --max-time 10 "$FRONTEND_URL/health/all" | grep -q '"status":"ok"' || fail 'not all is healthy'

task=$(curl --fail --silent --show-error --max-time 10 --json '{"title":"smoke test"}' "$FRONTEND_URL/api/tasks" | jq --raw-output .id)
url=$FRONTEND_URL/api/tasks/$task
curl --fail --silent --show-error --max-time 10 "$url" | grep -q 'smoke test' || fail "$url is not the task that was made"
curl --fail --silent --show-error --max-time 10 --request DELETE "$url" || fail "$url cannot be deleted"

docker compose ps --services --status running | sort | tr '\n' ' ' | grep -q 'api cache database frontend workspace' || fail 'not every container runs'
echo 'smoke test: the application works from inside the dev container'
