output "replication_group_id" {
  description = "Id of the replication group."
  value       = aws_elasticache_replication_group.this.replication_group_id
}

output "node_ids" {
  description = "Ids of the nodes, as alarms name them."
  # Known before they exist.
  value = [for number in range(var.enable_multi_az ? 2 : 1) : format("%s-%03d", var.name, number + 1)]
}

output "url" {
  description = "URL of the primary, by TLS, without the token."
  value       = "rediss://${aws_elasticache_replication_group.this.primary_endpoint_address}:6379"
}
