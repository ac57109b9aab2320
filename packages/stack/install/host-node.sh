# Part of install.sh: whether this machine can install.

oldest='20.19'

# is_at_least VERSION: whether the host's Node is.
is_at_least() {
  host_major=${host_version%%.*}
  host_minor=${host_version#*.}
  host_minor=${host_minor%%.*}
  [ "$host_major" -gt "${1%%.*}" ] || { [ "$host_major" -eq "${1%%.*}" ] && [ "$host_minor" -ge "${1#*.}" ]; }
}

check_host() {
  command -v node >/dev/null 2>&1 || fail "Node.js is not installed, or not on the PATH: $oldest or newer is needed." \
    "Get it from https://nodejs.org, or with nvm: nvm install 24"
  host_version=$(node -p process.versions.node) || fail "$(command -v node) does not run." \
    "Install Node.js again: https://nodejs.org"
  is_at_least "$oldest" || fail "Node.js $host_version is too old: $oldest or newer is needed ($(command -v node))." \
    "Get a newer one from https://nodejs.org, or with nvm: nvm install 24"
  command -v npm >/dev/null 2>&1 || fail "npm is not installed, or not on the PATH; it comes with Node.js." \
    "Install Node.js from https://nodejs.org, or the package npm of your distribution."
}
