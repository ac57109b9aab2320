resource "aws_ecs_service" "this" {
  name             = local.full_name
  cluster          = var.cluster_arn
  task_definition  = aws_ecs_task_definition.this.arn
  desired_count    = var.task_count.min
  platform_version = "LATEST"
  propagate_tags   = "SERVICE"

  enable_execute_command  = var.enable_execute_command
  enable_ecs_managed_tags = true

  # New tasks come before old ones go, and one that does not become healthy brings the old ones back.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  wait_for_steady_state              = true
  availability_zone_rebalancing      = "ENABLED"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "alarms" {
    for_each = length(var.deployment_alarm_names) > 0 ? [1] : []

    content {
      enable      = true
      rollback    = true
      alarm_names = var.deployment_alarm_names
    }
  }

  # Without it, a change of the weights would replace the whole service.
  force_new_deployment = true

  dynamic "capacity_provider_strategy" {
    for_each = { for provider, weight in { FARGATE = var.capacity_weights.on_demand, FARGATE_SPOT = var.capacity_weights.spot } : provider => weight if weight > 0 }

    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value
    }
  }

  network_configuration {
    subnets          = var.network.subnet_ids
    security_groups  = [var.network.security_group_id]
    assign_public_ip = var.network.assign_public_ip
  }

  load_balancer {
    target_group_arn = var.target.group_arn
    container_name   = var.service
    container_port   = var.container.port
  }

  lifecycle {
    # Autoscaling's, once the service exists.
    ignore_changes = [desired_count]
  }

  # A task that starts before its role may fetch its image fails.
  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task]
}

# After a rollback the service is steady as well: with the old tasks. That must not look like success.
data "aws_ecs_service" "running" {
  cluster_arn  = var.cluster_arn
  service_name = aws_ecs_service.this.name

  depends_on = [aws_ecs_service.this]

  lifecycle {
    postcondition {
      condition     = self.task_definition == aws_ecs_task_definition.this.arn
      error_message = "The new tasks of ${local.full_name} did not become healthy, and ECS went back to ${self.task_definition}. Look at its events and at the log group ${aws_cloudwatch_log_group.this.name}."
    }
  }
}
