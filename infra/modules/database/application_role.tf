# The role that the API connects as. The migration task creates it in the database, with the password from here.
module "application_secret" {
  source = "../secret"

  name             = "${var.name}-database-application"
  description      = "Role of PostgreSQL that the API connects as: username and password"
  username         = "application"
  password_version = var.application_password_version
  recovery_days    = var.secret_recovery_days
}
