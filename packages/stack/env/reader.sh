# Part of write.sh: who runs the services that read mounted sources. The image's user may not read them in a checkout that
# was made with umask 077.

# settle_reader: their owner, by id, where nobody else may read all of them; else nobody in particular.
settle_reader() {
  mounted=$(sed -n 's/^.* source: \.\/\([^,]*\).*/\1/p' docker-compose.yml docker-compose.production.yml 2>/dev/null | sort -u)
  hidden=
  for path in $mounted; do
    [ -e "$path" ] || continue
    hidden=$(find "$path" \( -type d ! -perm -005 -o -type f ! -perm -004 \) 2>/dev/null | head -n 1)
    [ -z "$hidden" ] || break
  done
  if [ -n "$hidden" ]; then
    set_value CONTAINER_USER "$(ls -dn "$hidden" | awk '{ print $3 ":" $4 }')"
  else
    drop_value CONTAINER_USER
  fi
}
