data "aws_region" "current" {}

locals {
  full_name = "${var.name}-${var.service}"

  volumes = { for index, path in var.container.writable_paths : "writable-${index}" => path }

  container = {
    image                  = var.container.image
    essential              = true
    user                   = var.container.user
    readonlyRootFilesystem = true
    stopTimeout            = var.stop_timeout_seconds
    linuxParameters        = { initProcessEnabled = true, capabilities = { add = [], drop = ["ALL"] } }
    mountPoints            = [for volume, path in local.volumes : { sourceVolume = volume, containerPath = path, readOnly = false }]
    volumesFrom            = []
    systemControls         = []
  }

  log_options = {
    "awslogs-region"        = data.aws_region.current.name
    "awslogs-stream-prefix" = var.service
    # A log that cannot be written must not stop the service.
    "mode"            = "non-blocking"
    "max-buffer-size" = "4m"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name}/${var.service}"
  retention_in_days = var.log_retention_days
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu_units
  memory                   = var.memory_mib
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([merge(local.container, {
    name         = var.service
    portMappings = [{ containerPort = var.container.port, hostPort = var.container.port, protocol = "tcp" }]
    environment  = [for name, value in var.container.environment : { name = name, value = value }]
    secrets      = [for name, source in var.container.secrets : { name = name, valueFrom = source }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = merge(local.log_options, { "awslogs-group" = aws_cloudwatch_log_group.this.name })
    }
  })])

  dynamic "volume" {
    for_each = local.volumes

    content {
      name = volume.key
    }
  }
}
