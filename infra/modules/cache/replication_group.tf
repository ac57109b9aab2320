resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "Cache of ${var.name}"
  engine               = "redis"
  engine_version       = "7.1"
  node_type            = var.node_type
  port                 = 6379
  # When memory is short, the least used of the entries that expire go, and all of the API's do.
  parameter_group_name = "default.redis7"

  num_cache_clusters         = var.enable_multi_az ? 2 : 1
  multi_az_enabled           = var.enable_multi_az
  automatic_failover_enabled = var.enable_multi_az

  subnet_group_name  = aws_elasticache_subnet_group.this.name
  security_group_ids = [var.security_group_id]

  at_rest_encryption_enabled = true
  transit_encryption_enabled = true

  auto_minor_version_upgrade = true
  maintenance_window         = "sun:05:00-sun:06:00"
  apply_immediately          = true

  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.slow.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }

  lifecycle {
    # `make deploy` sets the token before the first task runs, and changes it: Terraform would keep it in its state.
    ignore_changes = [auth_token, auth_token_update_strategy]
  }
}

resource "aws_cloudwatch_log_group" "slow" {
  name              = "/${var.name}/cache/slow"
  retention_in_days = var.log_retention_days
}
