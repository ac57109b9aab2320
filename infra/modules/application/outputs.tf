output "url" {
  description = "Where the application is."
  value       = module.load_balancer.url
}

output "cluster_name" {
  description = "Cluster of the services."
  value       = module.cluster.name
}

output "service_names" {
  description = "Names of the services in ECS."
  value       = { api = module.api.service_name, frontend = module.frontend.service_name }
}

output "log_group_names" {
  description = "Log group of each service and of the migrations."
  value = {
    api       = module.api.log_group_name
    frontend  = module.frontend.log_group_name
    migration = module.api.one_off_log_group_names["migration"]
  }
}

output "database_identifier" {
  description = "Instance of the database."
  value       = module.database.identifier
}

output "migration_task" {
  description = "How to run the migrations: as a task of their own."
  value = {
    task_definition_arn = module.api.one_off_task_definition_arns["migration"]
    subnet_ids          = module.network.task_subnet_ids
    security_group_ids  = [module.network.security_group_ids["api"]]
    assign_public_ip    = module.network.assign_public_ip
  }
}

output "database_access" {
  description = "How `make database` reaches the database: by a session in a task beside it; null where the network lets no session in."
  value = var.cost.egress == "endpoints" && !var.enable_execute_command ? null : {
    task_definition_arn = module.api.one_off_task_definition_arns["database"]
    host                = module.database.address
    port                = 5432
    name                = module.database.name
  }
}

output "secret_parameters" {
  description = "Parameters of Systems Manager that tasks get as secret variables; each has to have a value first."
  value       = sort(flatten([for service, names in var.secrets : [for name in names : "/${local.name}/${service}/${name}"]]))
}

output "passwords" {
  description = "What `make deploy` makes: the secret of each password, the id of the version that tasks use, and the user of the database's."
  value = { for name, password in local.passwords : name => {
    secret_arn = aws_secretsmanager_secret.password[name].arn
    version_id = local.password_version_ids[name]
    username   = name == "database" ? local.database_user : null
  } }
}

output "replication_group_id" {
  description = "The cache, whose token `make deploy` sets."
  value       = module.cache.replication_group_id
}

output "dashboard_name" {
  description = "Dashboard in CloudWatch."
  value       = module.observability.dashboard_name
}

output "cost" {
  description = "Every setting that costs money, as it is."
  value       = var.cost
}
