# Part of initialize.sh: starts the services, after removing what was made for another place.

# remove_moved: containers keep the folder that they were made for. After it was moved or renamed, the editor would start
# them on the old path. Data is in volumes, which stay. Ends all where another checkout is there, whose they are.
remove_moved() {
  label=com.docker.compose.project
  docker ps --all --filter "label=$label=$project" \
    --format "{{.ID}}	{{.Label \"$label.working_dir\"}}	{{.Label \"$label.config_files\"}}" |
    while IFS='	' read -r id folder file; do
      [ "$folder" != "$root" ] && ! [ "$folder" -ef "$root" ] || continue
      if is_there "$folder" "$file"; then
        say "The containers of $project belong to another checkout: $folder"
        say 'Delete the line COMPOSE_PROJECT_NAME from .env here, and open again: this checkout then gets a name of its own.'
        exit 1
      fi
      docker rm --force "$id" > /dev/null && say "Removed a container that was made for $folder."
    done
}

# refuse_shell: Compose takes the shell's word before that of .env, and the editor starts it from the same shell.
refuse_shell() {
  [ "${COMPOSE_PROJECT_NAME:-$project}" = "$project" ] && [ -z "${COMPOSE_FILE:-}" ] && return
  say "The shell exports COMPOSE_PROJECT_NAME or COMPOSE_FILE, which would open another project than $project."
  say 'Run: unset COMPOSE_PROJECT_NAME COMPOSE_FILE. Then open the dev container again, from an editor started there.'
  exit 1
}

# start: all services, with their images; again where another program takes a port in the meantime. Compose makes those
# anew whose ports are others now, which the editor's `up --no-recreate` does not.
start() {
  log=$(mktemp)
  trap 'rm -f "$log" "$log.failed"' EXIT
  for attempt in 1 2 3 4 5; do
    sh packages/stack/env/write.sh --free-ports "--dev-container=$name"
    rm -f "$log.failed"
    { docker compose --ansi never up --detach 2>&1 || : > "$log.failed"; } | tee "$log" >&2
    [ -e "$log.failed" ] || return 0
    grep -qE 'port is already allocated|address already in use|is already in use by container|No such container' "$log" || break
    say "Something was taken in the meantime; attempt $attempt of 5."
  done
  say ''
  say 'The services could not be started:'
  grep -E 'rror|denied|failed|no space' "$log" | tail -n 3 >&2
  say 'In a terminal on this machine, `make doctor` looks closer. Then open the dev container again.'
  return 1
}

# start_services NAME
start_services() {
  name=$1
  # The dev container's own, which is not in the services' file.
  export COMPOSE_IGNORE_ORPHANS=true
  sh packages/stack/env/write.sh --claim-data "--dev-container=$name"
  root=$(pwd -P) work=.env
  . packages/stack/env/read.sh
  . packages/stack/env/identity.sh
  project=$(value COMPOSE_PROJECT_NAME)
  refuse_shell
  remove_moved
  start
}
