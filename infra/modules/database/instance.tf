resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

# A name that no earlier instance's final snapshot has, kept for as long as this instance lives.
resource "terraform_data" "final_snapshot_name" {
  input = "${var.name}-final-${formatdate("YYYYMMDDhhmmss", timestamp())}"

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = "16"
  instance_class = var.instance_class
  db_name        = var.database_name
  port           = 5432

  # AWS makes the master's password, keeps it in Secrets Manager and rotates it; Terraform never sees it.
  username                    = "master"
  manage_master_user_password = true

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.storage_gib
  max_allocated_storage = var.max_storage_gib

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [var.security_group_id]
  publicly_accessible    = false
  multi_az               = var.enable_multi_az

  parameter_group_name       = aws_db_parameter_group.this.name
  auto_minor_version_upgrade = true
  maintenance_window         = "sun:04:00-sun:05:00"
  apply_immediately          = var.enable_immediate_changes

  backup_retention_period   = var.backup_retention_days
  backup_window             = "02:00-03:00"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.enable_deletion_protection
  skip_final_snapshot       = !var.enable_final_snapshot
  final_snapshot_identifier = terraform_data.final_snapshot_name.output

  performance_insights_enabled          = var.enable_performance_insights
  performance_insights_retention_period = var.enable_performance_insights ? 7 : null
  enabled_cloudwatch_logs_exports       = ["postgresql"]

  # Only what the instance begins with: naming another later, or none, must not replace what was written since.
  snapshot_identifier = var.snapshot_identifier

  lifecycle {
    ignore_changes = [snapshot_identifier]
  }

  # Otherwise RDS makes the group itself, and keeps its logs for ever.
  depends_on = [aws_cloudwatch_log_group.postgresql]
}

resource "aws_cloudwatch_log_group" "postgresql" {
  name              = "/aws/rds/instance/${var.name}/postgresql"
  retention_in_days = var.log_retention_days
}
