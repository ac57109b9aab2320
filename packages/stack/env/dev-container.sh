# Part of write.sh: what .devcontainer/compose.yml has to know of this checkout.

# describe_checkout NAME: of the folder below /workspaces. The data of a worktree or a submodule is elsewhere, and is
# mounted at its own path.
describe_checkout() {
  set_value DEV_CONTAINER_NAME "$1"
  set_value DEV_CONTAINER_HOST_FOLDER "$root"
  git_directory= git_common_directory=
  if [ -f .git ] && git_directory=$(git rev-parse --absolute-git-dir 2>/dev/null); then
    git_common_directory=$(cd "$(git rev-parse --git-common-dir)" && pwd -P)
  fi
  set_value DEV_CONTAINER_GIT_DIR "$git_directory"
  set_value DEV_CONTAINER_GIT_COMMON_DIR "$git_common_directory"
}
