# Two kinds of roles. Execution: what ECS needs to start a task (its image, its log, the secrets that it is given), one for
# each task definition, so that the service never gets what only migrations need. Task: what the container itself may do.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

locals {
  # Terraform adds 26 letters, up to 64. The environment's name is whole, and ends at the `_`, for by it a deploy role knows what is its own.
  role_prefixes = { for name in concat([var.service], keys(var.one_off_tasks)) : name => substr("${var.name}_${name}", 0, 37) }

  session_tasks = toset([for name, task in var.one_off_tasks : name if task.enable_sessions])
  session_actions = [
    "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ]

  # A secret's ARN has seven parts; what follows them names a key in it, and a version.
  secret_arns         = distinct([for source in values(var.container.secrets) : join(":", slice(split(":", source), 0, 7))])
  one_off_secret_arns = { for name, task in var.one_off_tasks : name => distinct([for source in values(task.secrets) : join(":", slice(split(":", source), 0, 7))]) }
}

resource "aws_iam_role" "execution" {
  name_prefix          = "${local.role_prefixes[var.service]}-"
  description          = "Starts tasks of ${local.full_name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role" "one_off_execution" {
  for_each = var.one_off_tasks

  name_prefix          = "${local.role_prefixes[each.key]}-"
  description          = "Starts tasks of ${var.name}-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role" "task" {
  name_prefix          = "${local.role_prefixes[var.service]}-"
  description          = "What tasks of ${local.full_name} may themselves"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "execution" {
  for_each = merge(
    { service = { log_group = aws_cloudwatch_log_group.this.arn, secrets = local.secret_arns, has_secrets = length(var.container.secrets) > 0, parameters = values(var.container.parameters) } },
    { for name, task in var.one_off_tasks : "one_off_${name}" => { log_group = aws_cloudwatch_log_group.one_off[name].arn, secrets = local.one_off_secret_arns[name], has_secrets = length(task.secrets) > 0, parameters = [] } },
  )

  # The one action of ECR that has no resource to name.
  statement {
    sid       = "LogInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "FetchImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [var.repository_arn]
  }

  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${each.value.log_group}:*"]
  }

  dynamic "statement" {
    for_each = each.value.has_secrets ? [1] : []

    content {
      sid       = "ReadSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = each.value.secrets
    }
  }

  dynamic "statement" {
    for_each = length(each.value.parameters) > 0 ? [1] : []

    content {
      sid       = "ReadParameters"
      actions   = ["ssm:GetParameters"]
      resources = each.value.parameters
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution["service"].json
}

resource "aws_iam_role_policy" "one_off_execution" {
  for_each = var.one_off_tasks

  name   = "start-tasks"
  role   = aws_iam_role.one_off_execution[each.key].id
  policy = data.aws_iam_policy_document.execution["one_off_${each.key}"].json
}

# Of a one-off task that only sessions are opened in.
resource "aws_iam_role" "session" {
  for_each = local.session_tasks

  name_prefix          = "${local.role_prefixes[each.key]}-"
  description          = "What sessions in tasks of ${var.name}-${each.key} need"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "session" {
  # The channels of a session have no name before it is opened, hence no resource to name.
  statement {
    sid       = "OpenSessions"
    actions   = local.session_actions
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "session" {
  for_each = local.session_tasks

  name   = "open-sessions"
  role   = aws_iam_role.session[each.key].id
  policy = data.aws_iam_policy_document.session.json
}

data "aws_iam_policy_document" "task" {
  dynamic "statement" {
    for_each = length(var.readable_secret_arns) > 0 ? [1] : []

    content {
      sid       = "ReadChangedPasswords"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = var.readable_secret_arns
    }
  }

  # The channels of a session have no name before it is opened, hence no resource to name.
  dynamic "statement" {
    for_each = var.enable_execute_command ? [1] : []

    content {
      sid       = "OpenSessions"
      actions   = local.session_actions
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "task" {
  count = length(var.readable_secret_arns) > 0 || var.enable_execute_command ? 1 : 0

  name   = "run"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}
