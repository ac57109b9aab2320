# One for the account, so that the very image that was tried in dev goes to production.
module "registry" {
  source = "../modules/registry"

  project             = var.project
  enable_force_delete = var.enable_force_destroy
}
