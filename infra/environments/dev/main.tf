# Small and cheap. What it is made of is in ../../modules/application.
locals {
  # Of a scoped name, such as @acme/shop, what follows the scope.
  product     = basename(jsondecode(file("${path.module}/../../../package.json")).name)
  environment = "dev"

  # Nothing here is worth protecting: it can be destroyed and made anew in one step. A final snapshot is left all the same.
  protected = false

  preset = {
    egress                   = "public_tasks"
    enable_database_multi_az = false
    enable_cache_multi_az    = false
    capacity_weights         = { on_demand = 0, spot = 1 }
    enable_waf               = false
    enable_flow_logs         = false
    log_retention_days       = 14
  }
}

module "application" {
  source = "../../modules/application"

  product     = local.product
  environment = local.environment
  protected   = local.protected

  api_image         = var.api_image
  frontend_image    = var.frontend_image
  app_version       = var.app_version
  domain            = var.domain
  alarm_emails      = var.alarm_emails
  cors_origins      = var.cors_origins
  password_versions = var.password_versions
  settings          = var.settings
  secrets           = var.secrets
  database_changes  = var.database_changes
  database_snapshot = var.database_snapshot
  waf_mode          = var.waf_mode
  zone_names        = var.zone_names
  cost              = merge(local.preset, var.cost)

  enable_execute_command = var.enable_execute_command
}
