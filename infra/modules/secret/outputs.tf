output "arn" {
  description = "ARN of the secret; whoever reads it finds a value."
  value       = aws_secretsmanager_secret.this.arn
  depends_on  = [aws_secretsmanager_secret_version.this]
}

output "version_id" {
  description = "Which value it has now."
  value       = aws_secretsmanager_secret_version.this.version_id
}
