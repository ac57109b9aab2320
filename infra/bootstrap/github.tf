locals {
  arn               = "arn:${data.aws_partition.current.partition}"
  account           = data.aws_caller_identity.current.account_id
  oidc_provider_arn = var.enable_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : "${local.arn}:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com"

  # Two for each environment: one that deploys, and one that plans, which pull requests may have.
  roles = var.github_repository == null || !var.enable_roles ? {} : merge(
    { for environment in keys(var.environments) : environment => { environment = environment, enable_changes = true } },
    { for environment in keys(var.environments) : "${environment}-plan" => { environment = environment, enable_changes = false } },
  )
}

# GitHub proves to AWS which job asks, so that no long-lived key exists.
resource "aws_iam_openid_connect_provider" "github" {
  count = var.github_repository != null && var.enable_roles && var.enable_oidc_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

module "deploy_role" {
  source   = "../modules/deploy-role"
  for_each = local.roles

  product            = local.product
  environment        = each.value.environment
  enable_changes     = each.value.enable_changes
  github_environment = each.key
  repository         = var.github_repository
  oidc_provider_arn  = local.oidc_provider_arn
  hosted_zone_id     = var.environments[each.value.environment].hosted_zone_id
  domain_name        = var.environments[each.value.environment].domain_name
  # By name, so that a plan shows the whole policy.
  permissions_boundary_arn = "${local.arn}:iam::${local.account}:policy/${local.product}-${each.value.environment}-boundary"

  # Of any region, for the roles are the same in all of them.
  repository_arns = ["${local.arn}:ecr:*:${coalesce(var.registry_account_id, local.account)}:repository/${local.product}/*"]
}
