output "role_arn" {
  description = "For the variable AWS_ROLE_ARN of the environment in GitHub."
  value       = aws_iam_role.this.arn
}

output "subjects" {
  description = "Who may take on the role, as GitHub names its jobs."
  value       = local.subjects
}
