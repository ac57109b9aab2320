# The whole architecture, from the internet inwards:
#   load balancer > tasks of frontend and API > database, cache
# Each module is beside this one, and small. Sizes and switches that cost money are in var.cost.

locals {
  name  = "zero-to-running-${var.environment}"
  ports = { api = 4000, frontend = 8080 }
}

module "network" {
  source = "../network"

  name                    = local.name
  zone_count              = var.cost.zone_count
  egress                  = var.cost.egress
  enable_flow_logs        = var.cost.enable_flow_logs
  flow_log_retention_days = var.cost.log_retention_days
  enable_https            = var.domain != null
  ports                   = local.ports
}

module "database" {
  source = "../database"

  name                         = local.name
  subnet_ids                   = module.network.private_subnet_ids
  security_group_id            = module.network.security_group_ids["database"]
  instance_class               = var.cost.database_instance_class
  storage_gib                  = var.cost.database_storage_gib
  max_storage_gib              = var.cost.database_storage_gib * 5
  enable_multi_az              = var.cost.enable_database_multi_az
  enable_performance_insights  = var.cost.enable_performance_insights
  enable_deletion_protection   = var.protected
  application_password_version = var.password_versions.database
  log_retention_days           = var.cost.log_retention_days
  secret_recovery_days         = var.protected ? 30 : 0
}

module "cache" {
  source = "../cache"

  name                 = local.name
  subnet_ids           = module.network.private_subnet_ids
  security_group_id    = module.network.security_group_ids["cache"]
  node_type            = var.cost.cache_node_type
  enable_multi_az      = var.cost.enable_cache_multi_az
  auth_token_version   = var.password_versions.cache
  log_retention_days   = var.cost.log_retention_days
  secret_recovery_days = var.protected ? 30 : 0
}

module "load_balancer" {
  source = "../load-balancer"

  name                            = local.name
  vpc_id                          = module.network.vpc_id
  subnet_ids                      = module.network.public_subnet_ids
  security_group_id               = module.network.security_group_ids["load_balancer"]
  domain                          = var.domain
  enable_deletion_protection      = var.protected
  enable_log_bucket_force_destroy = !var.protected
  access_log_retention_days       = var.cost.log_retention_days
  enable_waf                      = var.cost.enable_waf

  targets = {
    api = {
      port              = local.ports.api
      health_check_path = "/health/ready"
      path_patterns     = ["/api/*", "/health", "/health/*", "/docs*", "/openapi.json"]
      priority          = 10
    }
    frontend = {
      port              = local.ports.frontend
      health_check_path = "/health"
    }
  }
}

module "cluster" {
  source = "../cluster"

  name                      = local.name
  enable_container_insights = var.cost.enable_container_insights
}

module "api" {
  source = "../service"

  name                   = local.name
  service                = "api"
  cluster_arn            = module.cluster.arn
  cluster_name           = module.cluster.name
  cpu_units              = var.cost.cpu_units
  memory_mib             = var.cost.memory_mib
  cpu_architecture       = var.cost.cpu_architecture
  task_count             = var.cost.task_count
  capacity_weights       = var.cost.capacity_weights
  off_hours              = var.cost.off_hours
  log_retention_days     = var.cost.log_retention_days
  deployment_alarm_names = module.observability.deployment_alarm_names
  repository_arn         = local.repository_arns.api
  readable_secret_arns   = [module.database.application_secret_arn, module.cache.auth_secret_arn]

  network = {
    subnet_ids        = module.network.task_subnet_ids
    security_group_id = module.network.security_group_ids["api"]
    assign_public_ip  = module.network.assign_public_ip
  }

  target = {
    group_arn                = module.load_balancer.target_group_arns["api"]
    group_arn_suffix         = module.load_balancer.target_group_arn_suffixes["api"]
    load_balancer_arn_suffix = module.load_balancer.arn_suffix
  }

  container = {
    image       = var.api_image
    port        = local.ports.api
    user        = "65532:65532"
    environment = local.api_environment
    secrets = {
      PGUSER         = "${module.database.application_secret_arn}:username::"
      PGPASSWORD     = "${module.database.application_secret_arn}:password::"
      REDIS_PASSWORD = module.cache.auth_secret_arn
    }
  }

  one_off_tasks = {
    # As the master, who may change tables; it also makes the role that the API connects as.
    migration = {
      command     = ["src/db/migrate-command.js"]
      environment = { NODE_ENV = "production", APP_VERSION = var.app_version, DATABASE_URL = module.database.url }
      secrets = {
        PGUSER                = "${module.database.master_secret_arn}:username::"
        PGPASSWORD            = "${module.database.master_secret_arn}:password::"
        APP_DATABASE_USER     = "${module.database.application_secret_arn}:username::"
        APP_DATABASE_PASSWORD = "${module.database.application_secret_arn}:password::"
      }
    }
  }
}

module "frontend" {
  source = "../service"

  name                   = local.name
  service                = "frontend"
  cluster_arn            = module.cluster.arn
  cluster_name           = module.cluster.name
  cpu_units              = var.cost.cpu_units
  memory_mib             = var.cost.memory_mib
  cpu_architecture       = var.cost.cpu_architecture
  task_count             = var.cost.task_count
  capacity_weights       = var.cost.capacity_weights
  off_hours              = var.cost.off_hours
  log_retention_days     = var.cost.log_retention_days
  deployment_alarm_names = module.observability.deployment_alarm_names
  repository_arn         = local.repository_arns.frontend

  network = {
    subnet_ids        = module.network.task_subnet_ids
    security_group_id = module.network.security_group_ids["frontend"]
    assign_public_ip  = module.network.assign_public_ip
  }

  target = {
    group_arn                = module.load_balancer.target_group_arns["frontend"]
    group_arn_suffix         = module.load_balancer.target_group_arn_suffixes["frontend"]
    load_balancer_arn_suffix = module.load_balancer.arn_suffix
  }

  container = {
    image = var.frontend_image
    port  = local.ports.frontend
    user  = "101:101"
    # Where nginx keeps what it passes on.
    writable_paths = ["/tmp"]
  }
}

module "observability" {
  source = "../observability"

  name                     = local.name
  alarm_emails             = var.alarm_emails
  load_balancer_arn_suffix = module.load_balancer.arn_suffix
  cluster_name             = local.name
  database_identifier      = module.database.identifier
  cache_node_ids           = module.cache.node_ids

  services = { for service in ["api", "frontend"] : service => {
    ecs_service_name        = "${local.name}-${service}"
    target_group_arn_suffix = module.load_balancer.target_group_arn_suffixes[service]
  } }

  health_metrics = {
    namespace   = "ZeroToRunning"
    environment = var.environment
    services    = ["database", "cache"]
  }
}
