resource "aws_secretsmanager_secret" "this" {
  name_prefix             = "${var.name}-"
  description             = var.description
  recovery_window_in_days = var.recovery_days
}

# Ephemeral, and written by a write-only argument: neither plan nor state ever has it.
ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = var.password_length
  exclude_punctuation = true
}

locals {
  password = ephemeral.aws_secretsmanager_random_password.this.random_password
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = var.username == null ? local.password : jsonencode({ username = var.username, password = local.password })
  secret_string_wo_version = var.password_version
}
