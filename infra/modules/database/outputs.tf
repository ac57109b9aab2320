output "identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "url" {
  description = "URL of the application's database, without credentials; the server's certificate is verified."
  value       = "postgres://${aws_db_instance.this.address}:${aws_db_instance.this.port}/${var.database_name}?sslmode=verify-full"
}

output "master_secret_arn" {
  description = "Secret with the master's `username` and `password`; for migrations only."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "application_secret_arn" {
  description = "Secret with the application role's `username` and `password`."
  value       = module.application_secret.arn
}

output "log_group_name" {
  description = "Log group of the server."
  value       = aws_cloudwatch_log_group.postgresql.name
}
