output "state_bucket" {
  description = "Bucket of Terraform's state, of all environments and of this."
  value       = aws_s3_bucket.state.bucket
}

output "repository_urls" {
  description = "Where to push the images to: `api` and `frontend`; null where the registry is another account's."
  value       = one(module.registry[*].repository_urls)
}

output "deploy_role_arns" {
  description = "For the variable AWS_ROLE_ARN of each environment in GitHub, by the environment's name."
  value       = { for name, role in module.deploy_role : name => role.role_arn }
}

output "product" {
  description = "Name of the product that all of it is of, from the root package.json."
  value       = local.product
}

output "next_steps" {
  description = "What is left to do in GitHub, which Terraform cannot."
  value = length(local.roles) == 0 ? [] : concat(
    ["In https://github.com/${var.github_repository.owner}/${var.github_repository.name}/settings/variables/actions, set the variable AWS_REGION to ${var.region}."],
    [for name in keys(local.roles) : "Make the environment ${name}, with the variable AWS_ROLE_ARN=${module.deploy_role[name].role_arn}."],
    [for name in keys(var.environments) : "In the environment ${name}, under Deployment branches and tags, choose \"Selected branches and tags\" and add main: else who may push any branch may deploy to ${name}."],
    ["In the environment production, add required reviewers."],
  )
}
