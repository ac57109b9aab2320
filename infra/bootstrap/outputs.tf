output "state_bucket" {
  description = "Bucket of Terraform's state, of all environments and of this."
  value       = aws_s3_bucket.state.bucket
}

output "repository_urls" {
  description = "Where to push the images to: `api` and `frontend`."
  value       = module.registry.repository_urls
}

output "deploy_role_arns" {
  description = "For the variable AWS_ROLE_ARN of each environment in GitHub, by the environment's name."
  value       = { for name, role in module.deploy_role : name => role.role_arn }
}
