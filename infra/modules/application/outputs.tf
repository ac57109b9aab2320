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

output "dashboard_name" {
  description = "Dashboard in CloudWatch."
  value       = module.observability.dashboard_name
}

output "cost" {
  description = "Every setting that costs money, as it is."
  value       = var.cost
}
