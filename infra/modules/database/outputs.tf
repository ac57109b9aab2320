output "identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "address" {
  description = "Host name of the instance, known within the network."
  value       = aws_db_instance.this.address
}

output "name" {
  description = "Name of the application's database."
  value       = var.database_name
}

output "url" {
  description = "URL of the application's database, without credentials; the server's certificate is verified."
  value       = "postgres://${aws_db_instance.this.address}:${aws_db_instance.this.port}/${var.database_name}?sslmode=verify-full"
}

output "master_secret_arn" {
  description = "Secret with the master's `username` and `password`; for migrations only."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "log_group_name" {
  description = "Log group of the server."
  value       = aws_cloudwatch_log_group.postgresql.name
}
