# What a role that a deployment makes can do at most: start tasks of its environment, and read its secrets. The application gives
# it to each role; the roles of deployments may make none without it.
data "aws_iam_policy_document" "boundary" {
  for_each = var.enable_roles ? var.environments : {}

  statement {
    sid       = "LogInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "FetchImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["${local.arn}:ecr:*:${coalesce(var.registry_account_id, local.account)}:repository/${local.product}/*"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${local.arn}:logs:*:${local.account}:log-group:/${local.product}-${each.key}/*"]
  }

  # RDS names the master's secret itself, and tags it with the instance that it is of.
  statement {
    sid     = "ReadSecrets"
    actions = ["secretsmanager:GetSecretValue", "ssm:GetParameters"]
    resources = [
      "${local.arn}:secretsmanager:*:${local.account}:secret:${local.product}-${each.key}/*",
      "${local.arn}:ssm:*:${local.account}:parameter/${local.product}-${each.key}/*",
    ]
  }

  statement {
    sid       = "ReadMasterSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["${local.arn}:secretsmanager:*:${local.account}:secret:rds!db-*"]

    condition {
      test     = "StringLikeIfExists"
      variable = "aws:ResourceTag/aws:rds:primaryDBInstanceArn"
      values   = ["${local.arn}:rds:*:${local.account}:db:${local.product}-${each.key}"]
    }
  }

  statement {
    sid = "OpenSessions"
    actions = [
      "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  for_each = data.aws_iam_policy_document.boundary

  name        = "${local.product}-${each.key}-boundary"
  description = "What roles of ${each.key} can do at most"
  policy      = each.value.json
}
