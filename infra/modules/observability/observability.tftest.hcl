mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name                     = "zero-to-running-test"
  load_balancer_arn_suffix = "app/test/0123456789abcdef"
  cluster_name             = "test"
  database_identifier      = "test"
  cache_node_ids           = ["test-001"]
  services                 = { api = { ecs_service_name = "test-api", target_group_arn_suffix = "targetgroup/api/0123456789abcdef" } }
  health_metrics           = { namespace = "shop", environment = "test", services = ["database", "cache"] }
}

run "watches_everything" {
  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset([
      "load-balancer-5xx", "api-5xx", "api-latency", "api-unhealthy-targets", "api-cpu", "api-memory",
      "database-cpu", "database-connections", "database-storage", "cache-1-cpu", "cache-1-evictions",
      "health-database", "health-cache",
    ])
    error_message = "Each of these has an alarm."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Each says when it begins and when it ends."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["health-database"].namespace == "shop" && aws_cloudwatch_metric_alarm.this["health-database"].dimensions == tomap({ Environment = "test", Service = "database" }) && aws_cloudwatch_metric_alarm.this["health-database"].comparison_operator == "LessThanThreshold"
    error_message = "The health report is watched as the API writes it."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["database-storage"].threshold == 4294967296 && aws_cloudwatch_metric_alarm.this["api-latency"].extended_statistic == "p99"
    error_message = "Storage is in bytes, latency the slowest of a hundred."
  }

  assert {
    condition     = output.deployment_alarm_names == ["zero-to-running-test_api-5xx"]
    error_message = "A deployment watches the errors of its own tasks."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id != null && aws_kms_key.alarms.enable_key_rotation
    error_message = "Alarms are encrypted, with a key that is rotated."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 8
    error_message = "One dashboard shows all."
  }
}

run "switches" {
  command = plan

  variables {
    alarm_emails   = ["team@example.com"]
    cache_node_ids = ["test-001", "test-002"]
    thresholds     = { cpu_percent = 50, free_storage_gib = 1 }
  }

  assert {
    condition     = aws_sns_topic_subscription.email["team@example.com"].protocol == "email"
    error_message = "The address is told."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["cache-2-cpu"].threshold == 50 && aws_cloudwatch_metric_alarm.this["database-storage"].threshold == 1073741824
    error_message = "Each node is watched, and thresholds are as asked."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "X"
  }

  expect_failures = [var.name]
}

run "refuses_what_is_no_address" {
  command = plan

  variables {
    alarm_emails = ["team"]
  }

  expect_failures = [var.alarm_emails]
}

run "refuses_a_threshold_of_nothing" {
  command = plan

  variables {
    thresholds = { latency_p99_seconds = 0 }
  }

  expect_failures = [var.thresholds]
}

run "refuses_more_than_all" {
  command = plan

  variables {
    thresholds = { memory_percent = 120 }
  }

  expect_failures = [var.thresholds]
}
