# Without a single point of failure. What it is made of is in ../../modules/application.
locals {
  # Of a scoped name, such as @acme/shop, what follows the scope.
  product     = basename(jsondecode(file("${path.module}/../../../package.json")).name)
  environment = "production"

  # Deleting anything that holds data takes two steps.
  protected = true

  preset = {
    egress                   = "nat_per_zone"
    enable_database_multi_az = true
    enable_cache_multi_az    = true
    task_count               = { min = 2, max = 6 }
    capacity_weights         = { on_demand = 1, spot = 0 }
    enable_waf               = true
    enable_flow_logs         = true
    log_retention_days       = 90
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
