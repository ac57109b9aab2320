# Part of write.sh: whose a volume of the engine is. Those of the database are made here, with the checkout's identity as
# a label. (As a label in the Compose file, Compose would ask whether to delete volumes that were made without it.)

mark=zero-to-running.checkout
label=com.docker.compose.project

# other_owner VOLUME: who else has it; nothing where it is this checkout's, or where there is none. Needs `id`.
other_owner() {
  labels=$(docker volume inspect --format '{{range $name, $value := .Labels}}{{println $name $value}}{{end}}' "$1" 2>/dev/null) ||
    return 0
  marked=$(printf '%s\n' "$labels" | sed -n "s/^$mark //p")
  if [ -n "$marked" ]; then
    [ "$marked" = "$id" ] || printf '%s\n' "${marked%#*}"
    return 0
  fi
  # Made by hand, by an older version, or for something else: what uses it tells.
  if [ -n "$(docker ps --all --quiet --filter "volume=$1")" ]; then
    docker ps --all --filter "volume=$1" --format "{{.Label \"$label.working_dir\"}}	{{.Label \"$label.config_files\"}}" |
      while IFS='	' read -r folder file; do
        [ -n "$folder" ] || echo 'a container that Compose has not made'
        [ -z "$folder" ] || [ "$folder" = "$root" ] || [ "$folder" -ef "$root" ] || ! is_there "$folder" "$file" ||
          printf '%s\n' "$folder"
      done | head -n 1
    return 0
  fi
  case ${1%_database-data} in
    "$(project_name "$root")" | "$(project_name "${id%#*}")") ;;
    *) echo 'somebody else' ;;
  esac
}

# refuse_volume VOLUME: ends all where it is another's.
refuse_volume() {
  owner=$(other_owner "$1")
  [ -n "$owner" ] || return 0
  say "The volume $1 holds data of $owner."
  say "Delete the line COMPOSE_PROJECT_NAME from .env here: this checkout then gets a name of its own."
  say "If the data is this checkout's: docker compose --project-name ${1%_database-data} create database"
  say "If nobody needs it: docker volume rm $1"
  exit 3
}

# has_options: whether the Compose files say more of the database's volume than its name, such as a driver.
has_options() {
  docker compose config 2>/dev/null | awk '
    /^[^ ]/ { inside = $1 == "volumes:"; entry = 0; next }
    inside && /^  [^ ]/ { entry = $1 == "database-data:"; next }
    entry && !/^    name:/ { found = 1 }
    END { exit !found }'
}

# claim_volume VOLUME: makes this checkout's own, or ends all. One with options is left to Compose, which knows them.
claim_volume() {
  refuse_volume "$1"
  docker volume inspect "$1" >/dev/null 2>&1 || has_options ||
    docker volume create --label "com.docker.compose.project=${1%_database-data}" \
      --label com.docker.compose.volume=database-data --label "$mark=$id" "$1" >/dev/null
}
