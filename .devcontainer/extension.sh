#!/bin/sh
# The project's own extension: `hash` prints what it is made of as one line; `refresh` builds and installs it again if
# that is no longer what the image's was made of. Refreshing never fails: the editor works without it.
cd "$(dirname "$0")/.." || exit 0
image=/opt/zero-to-running
installed="$HOME/.cache/zero-to-running-extension"

# Tests and what is built are not part of it.
hash() {
  find package-lock.json contract/src contract/package.json packages/health frontend/src frontend/package.json extension -type f \
    ! -path '*/node_modules/*' ! -path '*/dist/*' ! -path 'extension/l10n/bundle.l10n.json' ! -path '*/test/*' ! -path '*/test-support/*' ! -name '*.test.ts' ! -name '*.test.tsx' \
    ! -name '.mocharc.json' ! -name '*.log' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

refresh() {
  command -v code > /dev/null || return 0
  source=$(hash)
  [ "$source" != "$(cat "$installed" 2> /dev/null || cat "$image/extension.source" 2> /dev/null)" ] || return 0
  echo 'The source of the extension has changed: building it again.'
  make --no-print-directory package && code --install-extension extension/dist/extension.vsix --force || {
    echo 'The extension stays as it is; `make install-extension` tries again.'
    return 0
  }
  mkdir -p "${installed%/*}" && echo "$source" > "$installed"
}

case ${1-} in
  hash) hash ;;
  *) refresh ;;
esac
exit 0
