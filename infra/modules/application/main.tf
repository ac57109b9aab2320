# The whole architecture, from the internet inwards:
#   load balancer > tasks of frontend and API > database, cache
# Each module is beside this one, and small. Sizes and switches that cost money are in var.cost.

locals {
  name  = "${var.product}-${var.environment}"
  ports = { api = 4000, frontend = 8080 }
}

module "network" {
  source = "../network"

  name                    = local.name
  zone_count              = var.cost.zone_count
  zone_names              = var.zone_names
  egress                  = var.cost.egress
  enable_flow_logs        = var.cost.enable_flow_logs
  flow_log_retention_days = var.cost.log_retention_days
  enable_https            = var.domain != null
  enable_ipv6             = var.domain != null
  ports                   = local.ports
  enable_parameters       = length(flatten(values(var.secrets))) > 0
  enable_execute_command  = var.enable_execute_command

  permissions_boundary_arn = local.permissions_boundary_arn
}

module "database" {
  source = "../database"

  name                        = local.name
  subnet_ids                  = module.network.private_subnet_ids
  security_group_id           = module.network.security_group_ids["database"]
  instance_class              = var.cost.database_instance_class
  storage_gib                 = var.cost.database_storage_gib
  max_storage_gib             = min(var.cost.database_storage_gib * 5, 65536)
  enable_multi_az             = var.cost.enable_database_multi_az
  enable_performance_insights = var.cost.enable_performance_insights
  enable_deletion_protection  = var.protected
  log_retention_days          = var.cost.log_retention_days
  snapshot_identifier         = var.database_snapshot
}

module "cache" {
  source = "../cache"

  name               = local.name
  subnet_ids         = module.network.private_subnet_ids
  security_group_id  = module.network.security_group_ids["cache"]
  node_type          = var.cost.cache_node_type
  enable_multi_az    = var.cost.enable_cache_multi_az
  log_retention_days = var.cost.log_retention_days
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
  waf_mode                        = var.waf_mode
  waf_log_retention_days          = var.cost.log_retention_days

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
  enable_execute_command = var.enable_execute_command

  permissions_boundary_arn = local.permissions_boundary_arn
  readable_secret_arns     = [aws_secretsmanager_secret.password["database"].arn, aws_secretsmanager_secret.password["cache"].arn]

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
    environment = merge(local.api_environment, lookup(var.settings, "api", {}))
    parameters  = lookup(local.parameters, "api", {})
    secrets = {
      PGUSER              = "${aws_secretsmanager_secret.password["database"].arn}:username::${local.password_version_ids.database}"
      PGPASSWORD          = "${aws_secretsmanager_secret.password["database"].arn}:password::${local.password_version_ids.database}"
      REDIS_PASSWORD      = "${aws_secretsmanager_secret.password["cache"].arn}:::${local.password_version_ids.cache}"
      HEALTH_DETAIL_TOKEN = "${aws_secretsmanager_secret.password["health"].arn}:::${local.password_version_ids.health}"
    }
  }

  one_off_tasks = {
    # As the master, who may change tables; it also makes the role that the API connects as, with the newest password.
    migration = {
      command     = ["src/db/migrate-command.js"]
      environment = { NODE_ENV = "production", APP_VERSION = var.app_version, DATABASE_URL = module.database.url }
      secrets = {
        PGUSER                = "${module.database.master_secret_arn}:username::"
        PGPASSWORD            = "${module.database.master_secret_arn}:password::"
        APP_DATABASE_USER     = "${aws_secretsmanager_secret.password["database"].arn}:username::"
        APP_DATABASE_PASSWORD = "${aws_secretsmanager_secret.password["database"].arn}:password::"
      }
    }

    # For `make database`: a place beside the database, which ends by itself after an hour, whatever became of who asked for it.
    database = {
      command         = ["--eval", "setTimeout(() => process.exit(), 3600000)"]
      enable_sessions = true
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
  enable_execute_command = var.enable_execute_command

  permissions_boundary_arn = local.permissions_boundary_arn

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

    environment = lookup(var.settings, "frontend", {})
    parameters  = lookup(local.parameters, "frontend", {})

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
    namespace   = var.product
    environment = var.environment
    services    = ["database", "cache"]
  }
}
