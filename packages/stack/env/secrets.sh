# Part of write.sh: a file for each secret of .env that docker-compose.yml names. Containers get it mounted: what is in their
# environment stands in logs as well, where an editor prints `docker compose config`. The folder is its owner's alone; the
# files in it are not, since users in containers have other ids, and the engine looks at a mounted file's mode only.

secrets=.stack/secrets

# settle_secrets: sets `stale`, the names of those whose files are not what .env says, and SECRETS_VERSION, by whose change
# Compose makes the containers anew that read them.
settle_secrets() {
  stale=
  for name in $(sed -n "s#^ *file: \./$secrets/\([A-Z][A-Z0-9_]*\).*#\1#p" docker-compose*.yml | sort -u); do
    [ "$(cat "$secrets/$name" 2>/dev/null && echo .)" = "$(value "$name")." ] || stale="$stale $name"
  done
  [ -z "$stale" ] && [ -n "$(value SECRETS_VERSION)" ] || set_value SECRETS_VERSION "$(new_password | cut -c 1-8)"
}

# write_secrets: into the files that are there, since containers keep what they have mounted. After .env, so that what was
# interrupted is done again. The folder around them is as open as any other: the user who runs the database enters it.
write_secrets() {
  (umask "$usual_umask" && mkdir -p "${secrets%/*}" 2>/dev/null) || :
  [ ! -d "$secrets" ] || chmod 700 "$secrets" 2>/dev/null || :
  for name in $stale; do
    if ! { mkdir -p "$secrets" && printf %s "$(work=.env && value "$name")" >"$secrets/$name" &&
      chmod 644 "$secrets/$name"; } 2>/dev/null; then
      say "$secrets/$name cannot be written, in which containers find what .env has under that name."
      say 'If the folder is another user'"'"'s: sudo chown -R "$(id -u):$(id -g)" .stack'
      exit 1
    fi
  done
}
