data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # The account's registry, which bootstrap made.
  repository_arns = { for image in ["api", "frontend"] : image => "arn:${data.aws_partition.current.partition}:ecr:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:repository/zero-to-running/${image}" }

  # api/src/config.ts says what each means. Nothing secret is here; that comes from Secrets Manager.
  api_environment = {
    NODE_ENV    = "production"
    HOST        = "0.0.0.0"
    PORT        = tostring(local.ports.api)
    APP_VERSION = var.app_version
    # One proxy stands before it: the load balancer.
    TRUST_PROXY  = "1"
    CORS_ORIGINS = join(",", var.cors_origins)

    DATABASE_URL        = module.database.url
    DATABASE_SECRET_ARN = module.database.application_secret_arn
    MIGRATE_ON_START    = "verify"
    REDIS_URL           = module.cache.url
    REDIS_SECRET_ARN    = module.cache.auth_secret_arn

    HEALTH_METRICS             = "emf"
    HEALTH_METRICS_ENVIRONMENT = var.environment
  }
}
