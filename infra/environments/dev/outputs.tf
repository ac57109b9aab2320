output "url" {
  description = "Where the application is."
  value       = module.application.url

  precondition {
    condition     = length(setsubtract(keys(var.cost), keys(module.application.cost))) == 0
    error_message = "cost has no ${join(" and no ", setsubtract(keys(var.cost), keys(module.application.cost)))}. It has: ${join(", ", keys(module.application.cost))}."
  }
}

output "region" {
  description = "Region of AWS."
  value       = var.region
}

output "cluster_name" {
  description = "Cluster of the services."
  value       = module.application.cluster_name
}

output "service_names" {
  description = "Names of the services in ECS."
  value       = module.application.service_names
}

output "log_group_names" {
  description = "Log group of each service and of the migrations."
  value       = module.application.log_group_names
}

output "database_identifier" {
  description = "Instance of the database."
  value       = module.application.database_identifier
}

output "migration_task" {
  description = "How to run the migrations: as a task of their own."
  value       = module.application.migration_task
}

output "database_access" {
  description = "How `make database` reaches the database; null where the network lets no session in."
  value       = module.application.database_access
}

output "secret_parameters" {
  description = "Parameters of Systems Manager that tasks get as secret variables."
  value       = module.application.secret_parameters
}

output "passwords" {
  description = "Secrets whose values `make deploy` makes, by name."
  value       = module.application.passwords
}

output "replication_group_id" {
  description = "The cache."
  value       = module.application.replication_group_id
}

output "dashboard_name" {
  description = "Dashboard in CloudWatch."
  value       = module.application.dashboard_name
}

output "api_image" {
  description = "Image of the API that runs."
  value       = var.api_image
}

output "frontend_image" {
  description = "Image of the frontend that runs."
  value       = var.frontend_image
}

output "app_version" {
  description = "Version that runs."
  value       = var.app_version
}
