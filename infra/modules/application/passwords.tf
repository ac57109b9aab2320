# Terraform makes the secrets, and `make deploy` their values: so no plan and no state has one, and nobody who may plan may
# read one. docs/decisions/0013 says how a password is changed without an outage.
locals {
  passwords = {
    database = { description = "Login of the API in PostgreSQL: username and password", version = var.password_versions.database }
    cache    = { description = "Token with which the API authenticates to Redis", version = var.password_versions.cache }
    health   = { description = "Token with which one sees the details of the health report", version = var.password_versions.health }
  }

  # A version of a secret has this id, so that a task definition names the very value that its tasks use.
  password_version_ids = { for name, password in local.passwords : name => format("password-version-%016d", password.version) }

  # Two that take turns: while one is given a new password, the tasks that run use the other.
  database_user = var.password_versions.database % 2 == 1 ? "application_a" : "application_b"
}

resource "aws_secretsmanager_secret" "password" {
  for_each = local.passwords

  name_prefix             = "${local.name}/${each.key}-"
  description             = each.value.description
  recovery_window_in_days = var.protected ? 30 : 0
}
