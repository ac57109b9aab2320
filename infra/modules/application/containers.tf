data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  arn = "arn:${data.aws_partition.current.partition}"

  # The registry that an image is of, which may be another account's; this account's for one that is not of ECR.
  registries = { for service, image in { api = var.api_image, frontend = var.frontend_image } : service => try(
    regex("^(?P<account>[0-9]{12})\\.dkr\\.ecr\\.(?P<region>[a-z0-9-]+)\\.amazonaws\\.com/(?P<name>[^@]+)@", image),
    { account = data.aws_caller_identity.current.account_id, region = data.aws_region.current.id, name = "${var.product}/${service}" },
  ) }
  repository_arns = { for service, registry in local.registries : service => "${local.arn}:ecr:${registry.region}:${registry.account}:repository/${registry.name}" }

  # Made by bootstrap: what no role of this environment can go beyond.
  permissions_boundary_arn = "${local.arn}:iam::${data.aws_caller_identity.current.account_id}:policy/${local.name}-boundary"

  # Each value is kept under this name in Systems Manager, before the deployment.
  parameters = { for service, names in var.secrets : service => {
    for name in names : name => "${local.arn}:ssm:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:parameter/${local.name}/${service}/${name}"
  } }

  # api/src/config.ts says what each means. Nothing secret is here; that comes from Secrets Manager.
  api_environment = {
    NODE_ENV    = "production"
    HOST        = "0.0.0.0"
    PORT        = tostring(local.ports.api)
    APP_VERSION = var.app_version
    # One proxy stands before it: the load balancer.
    TRUST_PROXY  = "1"
    CORS_ORIGINS = join(",", var.cors_origins)
    # On purpose: without a provider to sign in with, the API would refuse to start.
    AUTH = "off"

    DATABASE_URL        = module.database.url
    DATABASE_SECRET_ARN = aws_secretsmanager_secret.password["database"].arn
    MIGRATE_ON_START    = "verify"
    REDIS_URL           = module.cache.url
    REDIS_SECRET_ARN    = aws_secretsmanager_secret.password["cache"].arn

    HEALTH_METRICS             = "emf"
    HEALTH_METRICS_ENVIRONMENT = var.environment
  }
}
