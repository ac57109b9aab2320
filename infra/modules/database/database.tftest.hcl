mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name              = "zero-to-running-test"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-1"
}

run "is_private_encrypted_and_backed_up" {
  command = plan

  assert {
    condition     = aws_db_instance.this.engine == "postgres" && aws_db_instance.this.engine_version == "16" && aws_db_instance.this.instance_class == "db.t3.micro"
    error_message = "It is PostgreSQL 16 on db.t3.micro."
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_db_instance.this.storage_encrypted && aws_db_instance.this.storage_type == "gp3"
    error_message = "It is private, and its storage encrypted gp3."
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && !aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.delete_automated_backups
    error_message = "Backups are kept for 7 days, also when it is deleted, and a final snapshot is left."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.multi_az && aws_db_instance.this.performance_insights_enabled
    error_message = "Deletion protection and Performance Insights are on and Multi-AZ is off unless asked otherwise."
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "AWS makes the master's password; Terraform has none."
  }

  assert {
    condition     = { for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value } == { "rds.force_ssl" = "1", log_min_duration_statement = "500", log_lock_waits = "1" }
    error_message = "TLS is forced, and statements above 500 ms are logged."
  }
}

run "switches" {
  command = plan

  variables {
    instance_class              = "db.t4g.micro"
    storage_gib                 = 50
    max_storage_gib             = 200
    backup_retention_days       = 30
    enable_multi_az             = true
    enable_deletion_protection  = false
    enable_final_snapshot       = false
    enable_performance_insights = false
    slow_query_ms               = 50
    log_retention_days          = 7
    database_name               = "other"
  }

  assert {
    condition     = aws_db_instance.this.instance_class == "db.t4g.micro" && aws_db_instance.this.allocated_storage == 50 && aws_db_instance.this.max_allocated_storage == 200 && aws_db_instance.this.backup_retention_period == 30 && aws_db_instance.this.db_name == "other"
    error_message = "Class, storage, backups and name are as asked."
  }

  assert {
    condition     = aws_db_instance.this.multi_az && !aws_db_instance.this.deletion_protection && aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.performance_insights_enabled
    error_message = "Multi-AZ is on; protection, final snapshot and insights are off."
  }

  assert {
    condition     = contains([for parameter in aws_db_parameter_group.this.parameter : parameter.value if parameter.name == "log_min_duration_statement"], "50")
    error_message = "Statements above 50 ms are logged."
  }

  assert {
    condition     = aws_cloudwatch_log_group.postgresql.retention_in_days == 7
    error_message = "The log is kept for 7 days."
  }
}

run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    name = "-"
  }

  expect_failures = [var.name]
}

run "refuses_a_database_name_with_a_hyphen" {
  command = plan

  variables {
    database_name = "my-app"
  }

  expect_failures = [var.database_name]
}

run "refuses_a_class_of_another_service" {
  command = plan

  variables {
    instance_class = "cache.t3.micro"
  }

  expect_failures = [var.instance_class]
}

run "refuses_less_storage_than_gp3_has" {
  command = plan

  variables {
    storage_gib = 10
  }

  expect_failures = [var.storage_gib]
}

run "refuses_storage_that_cannot_grow" {
  command = plan

  variables {
    max_storage_gib = 20
  }

  expect_failures = [var.max_storage_gib]
}

run "refuses_fewer_than_seven_days_of_backups" {
  command = plan

  variables {
    backup_retention_days = 6
  }

  expect_failures = [var.backup_retention_days]
}

run "refuses_half_a_millisecond" {
  command = plan

  variables {
    slow_query_ms = 0.5
  }

  expect_failures = [var.slow_query_ms]
}

run "refuses_one_subnet" {
  command = plan

  variables {
    subnet_ids = ["subnet-1"]
  }

  expect_failures = [var.subnet_ids]
}

run "refuses_an_unknown_retention" {
  command = plan

  variables {
    log_retention_days = 8
  }

  expect_failures = [var.log_retention_days]
}

run "begins_with_a_snapshot" {
  command = plan

  variables {
    snapshot_identifier = "shop-dev-final-20260101120000"
  }

  assert {
    condition     = aws_db_instance.this.snapshot_identifier == "shop-dev-final-20260101120000"
    error_message = "A database that was destroyed can be had back."
  }
}

run "refuses_a_snapshot_of_no_name" {
  command = plan

  variables {
    snapshot_identifier = ""
  }

  expect_failures = [var.snapshot_identifier]
}
