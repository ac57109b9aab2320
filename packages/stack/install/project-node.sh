# Part of install.sh: which Node runs the project.

needed='24.0'

# The package "node" fetches its program in an install script, which may be forbidden, or not run on this system.
choose_node() {
  carried=node_modules/.bin/node
  if [ -x "$carried" ] && "$carried" -e '' 2>/dev/null; then
    ln -sf .bin/node "$node"
  elif is_at_least "$needed"; then
    say "The project's own Node is not there or does not run; using Node.js $host_version of this machine."
    ln -sf "$(command -v node)" "$node"
  else
    fail "The project's own Node was not installed, and Node.js $host_version of this machine is older than $needed." \
      "If install scripts are off (npm config get ignore-scripts): npm config set ignore-scripts false, then npm rebuild node" \
      "Or install Node.js 24 on this machine: https://nodejs.org, or nvm install 24"
  fi
}
