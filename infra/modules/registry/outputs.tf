output "repository_urls" {
  description = "Where to push each image to, by the second part of its name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "repository_arns" {
  description = "ARN of each repository, by the second part of its name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}
