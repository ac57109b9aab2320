resource "aws_secretsmanager_secret" "auth_token" {
  name_prefix             = "${var.name}-cache-auth-"
  description             = "Token with which clients authenticate to Redis"
  recovery_window_in_days = var.secret_recovery_days
}

ephemeral "aws_secretsmanager_random_password" "auth_token" {
  password_length     = 64
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "auth_token" {
  secret_id                = aws_secretsmanager_secret.auth_token.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.auth_token.random_password
  secret_string_wo_version = var.auth_token_version
}

# ElastiCache's token has no write-only argument yet, so that this one secret is in the state, which is encrypted and
# private (docs/decisions has more). Read by the version's id, so that a new version is read when it has been made.
data "aws_secretsmanager_secret_version" "auth_token" {
  secret_id  = aws_secretsmanager_secret.auth_token.id
  version_id = aws_secretsmanager_secret_version.auth_token.version_id
}
