# The token with which clients authenticate to Redis.
module "auth_token" {
  source = "../secret"

  name             = "${var.name}-cache-auth"
  description      = "Token with which clients authenticate to Redis"
  password_length  = 64
  password_version = var.auth_token_version
  recovery_days    = var.secret_recovery_days
}

# ElastiCache's token has no write-only argument yet, so that this one secret is in the state, which is encrypted and
# private: see docs/decisions/0007. Read by the version's id, so that a new version is read when it has been made.
data "aws_secretsmanager_secret_version" "auth_token" {
  secret_id  = module.auth_token.arn
  version_id = module.auth_token.version_id
}
