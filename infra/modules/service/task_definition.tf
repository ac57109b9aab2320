data "aws_region" "current" {}

locals {
  full_name = "${var.name}-${var.service}"

  # What is known by name alone has the environment's in front, and then what no product or environment can have in its own.
  families = { for task in concat([var.service], keys(var.one_off_tasks)) : task => "${var.name}_${task}" }

  container = {
    image                  = var.container.image
    essential              = true
    user                   = var.container.user
    readonlyRootFilesystem = !var.enable_execute_command
    stopTimeout            = var.stop_timeout_seconds
    linuxParameters = merge(
      { initProcessEnabled = true, capabilities = { add = [], drop = ["ALL"] } },
      # Owned by the container's user: an empty volume of Fargate would be root's (docs/decisions/0012).
      length(var.container.writable_paths) == 0 ? {} : { tmpfs = [for path in var.container.writable_paths : {
        containerPath = path
        size          = var.writable_mib
        mountOptions  = ["nosuid", "nodev", "noexec", "uid=${split(":", var.container.user)[0]}", "gid=${split(":", var.container.user)[1]}"]
      }] },
    )
    mountPoints    = []
    volumesFrom    = []
    systemControls = []
  }

  log_options = {
    "awslogs-region"        = data.aws_region.current.id
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
  family                   = local.families[var.service]
  requires_compatibilities = ["FARGATE"]
  skip_destroy             = true # ECS itself, and `make rollback`, go back to an older one.
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
    secrets      = [for name, source in merge(var.container.secrets, var.container.parameters) : { name = name, valueFrom = source }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = merge(local.log_options, { "awslogs-group" = aws_cloudwatch_log_group.this.name })
    }
  })])
}
