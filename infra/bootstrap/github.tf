data "aws_partition" "current" {}

locals {
  oidc_provider_arn = var.enable_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/token.actions.githubusercontent.com"

  # Two for each environment: one that deploys, and one that plans, which pull requests may have.
  roles = var.github_repository == null ? {} : merge(
    { for environment in var.environments : environment => { environment = environment, enable_changes = true } },
    { for environment in var.environments : "${environment}-plan" => { environment = environment, enable_changes = false } },
  )
}

# GitHub proves to AWS which job asks, so that no long-lived key exists.
resource "aws_iam_openid_connect_provider" "github" {
  count = var.github_repository != null && var.enable_oidc_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

module "deploy_role" {
  source   = "../modules/deploy-role"
  for_each = local.roles

  project            = var.project
  environment        = each.value.environment
  enable_changes     = each.value.enable_changes
  github_environment = each.key
  repository         = var.github_repository
  oidc_provider_arn  = local.oidc_provider_arn
  state_bucket_arn   = aws_s3_bucket.state.arn
  repository_arns    = values(module.registry.repository_arns)
}
