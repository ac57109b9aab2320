# Part of write.sh: whose .env this is. The file names the place that it was written for, and a copy of it that lies
# elsewhere is noticed by that; two checkouts never share containers, data or a password.

# place_of FOLDER: its path and its inode, which a folder keeps when it is moved and which a copy does not get.
place_of() { printf '%s#%s\n' "$1" "$(ls -di "$1" 2>/dev/null | awk '{ print $1 }')"; }

# project_name FOLDER: of its name and a checksum of its path.
project_name() {
  folder=$(basename "$1" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-' | sed 's/^-*//; s/-*$//' | cut -c 1-40)
  printf '%s-%08x\n' "${folder:-checkout}" "$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)"
}

# is_there FOLDER [FILES]: whether a checkout is there, or another project, or may be: what lies behind a folder that may not
# be entered is not known.
is_there() {
  # Compose joins the paths of its files by commas; the first names the project.
  files=${2:-}
  for file in "$1/docker-compose.yml" "$1/docker-compose.yaml" "$1/compose.yml" "$1/compose.yaml" "${files%%,/*}"; do
    [ -e "$file" ] && return 0
  done
  visible=$1
  until [ -e "$visible" ]; do visible=$(dirname "$visible"); done
  ! [ -x "$visible" ]
}

# how_it_came PLACE: `copied` or `moved`, where .env was written for a place other than this one.
how_it_came() {
  there=${1%#*}
  if [ "$there" = "$root" ] || [ "$there" -ef "$root" ]; then
    return
  elif [ "$(place_of "$there")" = "$1" ] && is_there "$there"; then
    echo copied
  elif [ "${1##*#}" = "${here##*#}" ] || ! is_there "$there"; then
    echo moved
  else
    echo copied
  fi
}

# heir_of PROJECT: the other checkout that has taken the project over, from a place that is gone: of several copies, one gets
# what the original had. Where nobody has, this one does.
heir_of() {
  state=${XDG_STATE_HOME:-${HOME:+$HOME/.local/state}}
  [ -n "$state" ] && [ -n "$1" ] || return 0
  heirs=$state/zero-to-running/heirs
  heir=$(cat "$heirs/$1" 2>/dev/null) || :
  if [ -n "$heir" ] && ! [ "$heir" -ef "$root" ] && [ -r "$heir/.env" ] && is_there "$heir" &&
    [ "$(work=$heir/.env && value COMPOSE_PROJECT_NAME)" = "$1" ]; then
    printf '%s\n' "$heir"
  else
    { mkdir -p "$heirs" && printf '%s\n' "$root" >"$heirs/$1"; } 2>/dev/null || :
  fi
}

# forget_origin: takes out of a copied .env what is of the checkout that it was copied from. A password that somebody
# chose stays, as everything else that was chosen.
forget_origin() {
  for name in COMPOSE_PROJECT_NAME CHECKOUT_ID DEV_CONTAINER_NAME DEV_CONTAINER_HOST_FOLDER DEV_CONTAINER_GIT_DIR \
    DEV_CONTAINER_GIT_COMMON_DIR PUBLISHED_FRONTEND_PORT PUBLISHED_API_PORT PUBLISHED_DATABASE_PORT \
    PUBLISHED_CACHE_PORT PUBLISHED_PRODUCTION_PORT; do
    drop_value "$name"
  done
  if printf '%s' "$(value POSTGRES_PASSWORD)" | grep -qxE '[0-9a-f]{32}'; then set_value POSTGRES_PASSWORD ''; fi
}

# settle_identity: sets `id`, which stays as long as the checkout does, wherever it is moved, and `project`.
settle_identity() {
  here=$(place_of "$root")
  written=$(value CHECKOUT_PLACE)
  came=
  [ -z "$written" ] || came=$(how_it_came "$written")
  heir=
  if [ "$came" = moved ]; then heir=$(heir_of "$(value COMPOSE_PROJECT_NAME)"); fi
  [ -z "$heir" ] || came=copied
  [ "$came" != copied ] || forget_origin
  id=$(value CHECKOUT_ID)
  : "${id:=$here}"
  project=$(value COMPOSE_PROJECT_NAME)
  if [ -z "$project" ]; then
    project=$(project_name "$root")
    # A checkout that was here before, and was moved away, has the name of this place.
    if [ -n "$(other_owner "${project}_database-data")" ]; then project=$project-${here##*#}; fi
    set_value COMPOSE_PROJECT_NAME "$project"
  fi
  set_value CHECKOUT_ID "$id"
  # Seen by another path, as through a link, it is the same place.
  if [ -z "$written" ] || [ -n "$came" ] || [ "${written%#*}" = "$root" ]; then set_value CHECKOUT_PLACE "$here"; fi
  case $came in
    copied) say "The .env was copied from ${written%#*}${heir:+, whose name and data $heir has now}: this checkout has a name and data of its own now, as $project." ;;
    moved) say "This checkout was moved from ${written%#*}: its name, $project, and its data stay." ;;
  esac
}
