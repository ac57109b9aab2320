# The role that the API connects as. The migration task creates it in the database, with the password from here.
resource "aws_secretsmanager_secret" "application" {
  name_prefix             = "${var.name}-database-application-"
  description             = "Role of PostgreSQL that the API connects as: username and password"
  recovery_window_in_days = var.secret_recovery_days
}

# Ephemeral, and written by a write-only argument: neither plan nor state ever has it.
ephemeral "aws_secretsmanager_random_password" "application" {
  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "application" {
  secret_id                = aws_secretsmanager_secret.application.id
  secret_string_wo_version = var.application_password_version
  secret_string_wo = jsonencode({
    username = "application"
    password = ephemeral.aws_secretsmanager_random_password.application.random_password
  })
}
