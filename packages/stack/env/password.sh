# Part of write.sh, for when .env is gone and the database's volume is not: the database keeps the password that it was
# made with.

# The container, running or not, was given the password: as a file, or by an older version in its environment.
password_of_container() {
  for container in $(docker ps --all --quiet --filter "volume=$volume"); do
    docker exec "$container" cat /run/secrets/POSTGRES_PASSWORD 2>/dev/null || cat "$secrets/POSTGRES_PASSWORD" 2>/dev/null
    echo
    docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$container" |
      sed -n 's/^POSTGRES_PASSWORD=//p'
  done | sed '/^$/d' | head -n 1
}

# reset_password PASSWORD: in the volume, which no container has; the server runs as a single user's, without a network.
reset_password() {
  image=$(sed -n 's/^ *image: *\(postgres:[^ ]*\).*/\1/p' docker-compose.yml | head -n 1)
  role=$(value POSTGRES_USER)
  printf 'ALTER ROLE "%s" PASSWORD '"'%s'"'\n' "${role:-app}" "$1" |
    docker run --rm --interactive --network none --user postgres --entrypoint postgres \
      --volume "$volume:/var/lib/postgresql/data" "$image" --single -D /var/lib/postgresql/data postgres 2>&1
}

# password_of_volume: prints the password that the database in the volume takes.
password_of_volume() {
  password=$(password_of_container)
  if [ -z "$password" ]; then
    password=$(new_password)
    if ! output=$(reset_password "$password") || printf '%s' "$output" | grep -qE 'ERROR|FATAL'; then
      say "$output"
      say "The volume $volume holds a database, and its password was in the .env that is gone; setting a new one failed."
      say "Put POSTGRES_PASSWORD back into .env, or delete the data: docker volume rm $volume"
      exit 1
    fi
    say "The volume $volume holds a database whose password was in the .env that is gone: it has a new one now."
  fi
  printf '%s' "$password"
}
