mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name              = "zero-to-running-test"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-1"
}

run "is_private_encrypted_and_asks_for_a_token" {
  command = plan

  assert {
    condition     = aws_elasticache_replication_group.this.engine == "redis" && aws_elasticache_replication_group.this.engine_version == "7.1" && aws_elasticache_replication_group.this.node_type == "cache.t3.micro"
    error_message = "It is Redis 7 on cache.t3.micro."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.at_rest_encryption_enabled == "true" && aws_elasticache_replication_group.this.transit_encryption_enabled
    error_message = "It is encrypted at rest and in transit."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 1 && !aws_elasticache_replication_group.this.multi_az_enabled && output.node_ids == ["zero-to-running-test-001"]
    error_message = "It is one node unless asked otherwise."
  }
}

run "has_a_replica" {
  command = plan

  variables {
    node_type          = "cache.t4g.micro"
    enable_multi_az    = true
    log_retention_days = 7
  }

  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 2 && aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "A replica in another zone takes over."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.node_type == "cache.t4g.micro" && length(output.node_ids) == 2 && aws_cloudwatch_log_group.slow.retention_in_days == 7
    error_message = "Type, nodes and retention are as asked."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "Cache"
  }

  expect_failures = [var.name]
}

run "refuses_a_type_of_another_service" {
  command = plan

  variables {
    node_type = "db.t3.micro"
  }

  expect_failures = [var.node_type]
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
