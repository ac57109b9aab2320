# One for all environments, so that the very image that was tried in dev goes to production, in whatever account that is.
module "registry" {
  source = "../modules/registry"
  count  = var.registry_account_id == null ? 1 : 0

  product             = local.product
  environments        = setunion(keys(var.environments), ["production"])
  pulling_account_ids = var.pulling_account_ids
  enable_force_delete = var.enable_force_destroy
}
