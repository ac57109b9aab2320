output "service_name" {
  description = "Name of the ECS service; known once the tasks that run are those asked for."
  value       = data.aws_ecs_service.running.service_name
}

output "log_group_name" {
  description = "Log group of the service."
  value       = aws_cloudwatch_log_group.this.name
}

output "one_off_task_definition_arns" {
  description = "Task definition of each one-off task, by name."
  value       = { for name, definition in aws_ecs_task_definition.one_off : name => definition.arn }
}

output "one_off_log_group_names" {
  description = "Log group of each one-off task, by name."
  value       = { for name, group in aws_cloudwatch_log_group.one_off : name => group.name }
}

output "container" {
  description = "What its tasks run, as asked."
  value       = var.container
}
