mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name           = "zero-to-running-test"
  service        = "api"
  cluster_arn    = "arn:aws:ecs:us-east-1:123456789012:cluster/test"
  cluster_name   = "test"
  repository_arn = "arn:aws:ecr:us-east-1:123456789012:repository/zero-to-running/api"

  container = {
    image       = "zero-to-running/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    port        = 4000
    user        = "65532:65532"
    environment = { PORT = "4000" }
    secrets     = { PGPASSWORD = "arn:aws:secretsmanager:us-east-1:123456789012:secret:application-AbCdEf:password::" }
  }

  network = { subnet_ids = ["subnet-1"], security_group_id = "sg-1", assign_public_ip = false }

  target = {
    group_arn                = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/api/0123456789abcdef"
    group_arn_suffix         = "targetgroup/api/0123456789abcdef"
    load_balancer_arn_suffix = "app/test/0123456789abcdef"
  }
}

run "runs_one_to_three_small_tasks" {
  assert {
    condition     = aws_ecs_task_definition.this.cpu == "256" && aws_ecs_task_definition.this.memory == "512" && aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "X86_64"
    error_message = "A task has a quarter of a core and 512 MiB."
  }

  assert {
    condition     = aws_appautoscaling_target.this.min_capacity == 1 && aws_appautoscaling_target.this.max_capacity == 3 && aws_ecs_service.this.desired_count == 1
    error_message = "One to three tasks run."
  }

  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 100 && aws_ecs_service.this.deployment_maximum_percent == 200 && aws_ecs_service.this.deployment_circuit_breaker[0].rollback && aws_ecs_service.this.wait_for_steady_state
    error_message = "New tasks come before old ones go, and bad ones bring the old ones back."
  }

  assert {
    condition     = one(aws_ecs_service.this.capacity_provider_strategy).capacity_provider == "FARGATE"
    error_message = "Tasks run on demand unless asked otherwise."
  }

  assert {
    condition = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) :
      container.readonlyRootFilesystem && container.user == "65532:65532" && container.stopTimeout > 25 && container.linuxParameters.capabilities.drop == ["ALL"]
    ])
    error_message = "A container is read-only, not root, without capabilities, and has time to stop."
  }

  assert {
    condition = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) :
      container.environment == [{ name = "PORT", value = "4000" }] && container.secrets == [{ name = "PGPASSWORD", valueFrom = var.container.secrets.PGPASSWORD }]
    ])
    error_message = "Secrets are referred to, never in the environment."
  }

  assert {
    condition     = length(aws_iam_role_policy.task) == 0 && !aws_ecs_service.this.enable_execute_command && length(aws_appautoscaling_scheduled_action.off_hours) == 0 && length(aws_ecs_service.this.alarms) == 0
    error_message = "The container may do nothing, nobody may enter it, and it never sleeps, unless asked for."
  }
}

# With what the run before has made: nothing is left to change, but the service runs something else.
run "says_so_when_ecs_rolled_back" {
  command = plan

  override_data {
    target = data.aws_ecs_service.running
    values = { task_definition = "arn:aws:ecs:us-east-1:123456789012:task-definition/earlier:1" }
  }

  expect_failures = [data.aws_ecs_service.running]
}

run "switches" {
  command = plan

  variables {
    cpu_units              = 512
    memory_mib             = 2048
    cpu_architecture       = "ARM64"
    task_count             = { min = 2, max = 6 }
    capacity_weights       = { on_demand = 1, spot = 3 }
    off_hours              = { sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)", time_zone = "Europe/Berlin" }
    autoscaling            = { cpu_percent = 40, requests_per_task_per_minute = 100 }
    deployment_alarm_names = ["api-5xx"]
    enable_execute_command = true
    stop_timeout_seconds   = 60
    log_retention_days     = 7
    readable_secret_arns   = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:application-AbCdEf"]
    network                = { subnet_ids = ["subnet-1"], security_group_id = "sg-1", assign_public_ip = true }
  }

  assert {
    condition     = aws_ecs_task_definition.this.cpu == "512" && aws_ecs_task_definition.this.memory == "2048" && aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "Size and architecture are as asked."
  }

  assert {
    condition     = { for strategy in aws_ecs_service.this.capacity_provider_strategy : strategy.capacity_provider => strategy.weight } == { FARGATE = 1, FARGATE_SPOT = 3 }
    error_message = "Three of four tasks run on Spot."
  }

  assert {
    condition     = { for name, action in aws_appautoscaling_scheduled_action.off_hours : name => action.scalable_target_action[0].max_capacity } == { sleep = "0", wake = "6" } && aws_appautoscaling_scheduled_action.off_hours["sleep"].timezone == "Europe/Berlin"
    error_message = "No task runs in the night."
  }

  assert {
    condition     = aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].target_value == 40 && aws_appautoscaling_policy.requests.target_tracking_scaling_policy_configuration[0].target_value == 100
    error_message = "It scales by CPU and by requests."
  }

  assert {
    condition     = aws_ecs_service.this.alarms[0].rollback && aws_ecs_service.this.alarms[0].alarm_names == toset(["api-5xx"]) && aws_ecs_service.this.enable_execute_command && length(aws_iam_role_policy.task) == 1
    error_message = "Alarms stop a deployment; one may enter the container."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 7 && aws_ecs_service.this.network_configuration[0].assign_public_ip && jsondecode(aws_ecs_task_definition.this.container_definitions)[0].stopTimeout == 60
    error_message = "Retention, address and time to stop are as asked."
  }
}

run "has_tasks_run_once" {
  command = plan

  variables {
    one_off_tasks = {
      database = { command = ["wait.js"], enable_sessions = true }
      migration = {
        command = ["migrate.js"]
        secrets = { PGPASSWORD = "arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf:password::" }
      }
    }
  }

  assert {
    condition     = aws_ecs_task_definition.one_off["migration"].family == "zero-to-running-test_migration" && jsondecode(aws_ecs_task_definition.one_off["migration"].container_definitions)[0].command == ["migrate.js"] && jsondecode(aws_ecs_task_definition.one_off["migration"].container_definitions)[0].image == var.container.image
    error_message = "The same image runs another command."
  }

  assert {
    condition = (
      jsondecode(aws_ecs_task_definition.one_off["database"].container_definitions)[0].readonlyRootFilesystem == false
      && jsondecode(aws_ecs_task_definition.one_off["migration"].container_definitions)[0].readonlyRootFilesystem
      && jsondecode(aws_ecs_task_definition.one_off["database"].container_definitions)[0].linuxParameters.capabilities.drop == []
      && keys(aws_iam_role_policy.session) == ["database"]
    )
    error_message = "Sessions are let into the task that is made for them, whose role can do nothing else."
  }

  assert {
    condition     = data.aws_iam_policy_document.execution["one_off_migration"].statement[3].resources == toset(["arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf"]) && data.aws_iam_policy_document.execution["service"].statement[3].resources == toset(["arn:aws:secretsmanager:us-east-1:123456789012:secret:application-AbCdEf"])
    error_message = "Each has its own secrets, and not the other's."
  }
}

run "has_paths_to_write_to" {
  command = plan

  variables {
    container = {
      image          = "zero-to-running/frontend@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      port           = 8080
      user           = "101:101"
      writable_paths = ["/tmp"]
    }
  }

  assert {
    condition     = one(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].linuxParameters.tmpfs) == { containerPath = "/tmp", size = 64, mountOptions = ["nosuid", "nodev", "noexec", "uid=101", "gid=101"] } && jsondecode(aws_ecs_task_definition.this.container_definitions)[0].readonlyRootFilesystem
    error_message = "Only the path asked for can be written to, by the container's user."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "X"
  }

  expect_failures = [var.name]
}

run "refuses_a_bad_service" {
  command = plan

  variables {
    service = "API"
  }

  expect_failures = [var.service]
}

run "refuses_an_image_by_tag" {
  command = plan

  variables {
    container = { image = "zero-to-running/api:latest", port = 4000, user = "65532:65532" }
  }

  expect_failures = [var.container]
}

run "refuses_root" {
  command = plan

  variables {
    container = { image = "api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", port = 4000, user = "0:0" }
  }

  expect_failures = [var.container]
}

run "refuses_a_variable_said_twice" {
  command = plan

  variables {
    container = {
      image       = "api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      port        = 4000
      user        = "65532:65532"
      environment = { PGUSER = "me" }
      secrets     = { PGUSER = "arn:aws:secretsmanager:us-east-1:123456789012:secret:application-AbCdEf:username::" }
    }
  }

  expect_failures = [var.container]
}

run "refuses_a_cpu_that_fargate_has_not" {
  command = plan

  variables {
    cpu_units  = 300
    memory_mib = 1024
  }

  expect_failures = [var.cpu_units]
}

run "refuses_memory_that_does_not_fit" {
  command = plan

  variables {
    memory_mib = 4096
  }

  expect_failures = [var.memory_mib]
}

run "refuses_an_unknown_architecture" {
  command = plan

  variables {
    cpu_architecture = "arm64"
  }

  expect_failures = [var.cpu_architecture]
}

run "refuses_more_at_least_than_at_most" {
  command = plan

  variables {
    task_count = { min = 3, max = 2 }
  }

  expect_failures = [var.task_count]
}

run "refuses_no_capacity" {
  command = plan

  variables {
    capacity_weights = { on_demand = 0, spot = 0 }
  }

  expect_failures = [var.capacity_weights]
}

run "refuses_to_wait_for_all_the_cpu" {
  command = plan

  variables {
    autoscaling = { cpu_percent = 100 }
  }

  expect_failures = [var.autoscaling]
}

run "refuses_a_cron_of_five_fields" {
  command = plan

  variables {
    off_hours = { sleep_cron = "0 19 * * 1-5", wake_cron = "0 7 * * 1-5" }
  }

  expect_failures = [var.off_hours]
}

run "refuses_to_stop_before_the_api_has" {
  command = plan

  variables {
    stop_timeout_seconds = 25
  }

  expect_failures = [var.stop_timeout_seconds]
}

run "refuses_an_unknown_retention" {
  command = plan

  variables {
    log_retention_days = 10
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_a_port_that_is_none" {
  command = plan

  variables {
    container = {
      image = "zero-to-running/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      port  = 70000
      user  = "65532:65532"
    }
  }

  expect_failures = [var.container]
}

run "refuses_a_relative_path" {
  command = plan

  variables {
    container = {
      image          = "zero-to-running/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      port           = 4000
      user           = "65532:65532"
      writable_paths = ["tmp"]
    }
  }

  expect_failures = [var.container]
}

run "refuses_a_task_without_a_command" {
  command = plan

  variables {
    one_off_tasks = { migration = { command = [] } }
  }

  expect_failures = [var.one_off_tasks]
}

run "refuses_no_room_to_write" {
  command = plan

  variables {
    writable_mib = 0
  }

  expect_failures = [var.writable_mib]
}

run "refuses_a_time_zone_that_there_is_none_of" {
  command = plan

  variables {
    off_hours = { sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)", time_zone = "Nowhere/City" }
  }

  expect_failures = [var.off_hours]
}

run "refuses_both_days_of_a_cron" {
  command = plan

  variables {
    off_hours = { sleep_cron = "cron(0 19 * * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)" }
  }

  expect_failures = [var.off_hours]
}

run "opens_sessions" {
  command = plan

  variables {
    enable_execute_command = true
  }

  assert {
    condition     = aws_ecs_service.this.enable_execute_command && !jsondecode(aws_ecs_task_definition.this.container_definitions)[0].readonlyRootFilesystem
    error_message = "With sessions the root is writable, for the agent of Systems Manager writes to it."
  }
}

run "names_roles_by_the_whole_environment" {
  command = plan

  variables {
    name = "zero-to-running-abcdefghijklmn"
  }

  assert {
    condition     = alltrue([for prefix in values(local.role_prefixes) : startswith(prefix, "zero-to-running-abcdefghijklmn_") && length(prefix) <= 37])
    error_message = "A deploy role knows its own roles by the environment's whole name."
  }
}
