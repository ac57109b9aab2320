resource "aws_cloudwatch_log_group" "one_off" {
  for_each = var.one_off_tasks

  name              = "/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
}

locals {
  # The agent of a session is root in the container: it writes to its file system, and needs what root has there.
  session_container = {
    readonlyRootFilesystem = false
    linuxParameters        = { initProcessEnabled = true, capabilities = { add = [], drop = [] } }
  }
}

resource "aws_ecs_task_definition" "one_off" {
  for_each = var.one_off_tasks

  family                   = local.families[each.key]
  requires_compatibilities = ["FARGATE"]
  skip_destroy             = true # ECS itself, and `make rollback`, go back to an older one.
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.one_off_execution[each.key].arn
  task_role_arn            = each.value.enable_sessions ? aws_iam_role.session[each.key].arn : aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([merge(local.container, {
    name         = each.key
    command      = each.value.command
    portMappings = []
    environment  = [for name, value in each.value.environment : { name = name, value = value }]
    secrets      = [for name, source in each.value.secrets : { name = name, valueFrom = source }]
    logConfiguration = {
      logDriver = "awslogs"
      # Its log is read when it fails, so that no line of it may be lost.
      options = {
        "awslogs-region"        = data.aws_region.current.id
        "awslogs-stream-prefix" = each.key
        "awslogs-group"         = aws_cloudwatch_log_group.one_off[each.key].name
        "mode"                  = "blocking"
      }
    }
    }, [for session in [local.session_container] : session if each.value.enable_sessions]...
  )])
}
