output "vpc_id" {
  description = "Id of the network."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer, one in each zone."
  value       = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  description = "Subnets of the stores, one in each zone."
  value       = aws_subnet.private[*].id
}

output "task_subnet_ids" {
  description = "Subnets that tasks run in: the private ones, unless `egress` is `public_tasks`."
  value       = var.egress == "public_tasks" ? aws_subnet.public[*].id : aws_subnet.private[*].id

  # A task that starts before its way out exists cannot fetch its image.
  depends_on = [aws_route.private_internet, aws_route.public_internet, aws_vpc_endpoint.interface, aws_vpc_endpoint.s3]
}

output "assign_public_ip" {
  description = "Whether a task needs a public address to reach AWS."
  value       = var.egress == "public_tasks"
}

output "security_group_ids" {
  description = "Ids of the groups `load_balancer`, `api`, `frontend`, `database` and `cache`."
  value       = { for name, group in aws_security_group.this : name => group.id }
}
