locals {
  # What Terraform adds to a `name_prefix`, where AWS takes neither `_` nor `/` to end the environment's name with.
  any_suffix = join("", [for _ in range(26) : "?"])
}

# A pattern must fit no other product's or environment's names, of which some begin alike, such as `shop-dev` and the product `shop-dev`'s
# `shop-dev-production`. So what follows the name stands after `_` or `/`, which neither may have, or has a known length.
data "aws_iam_policy_document" "named" {
  statement {
    sid = "ChangeNamedResources"
    actions = [
      "cloudwatch:*", "ecs:*", "elasticache:*", "logs:*", "rds:*", "s3:*", "secretsmanager:*", "sns:*", "ssm:*",
    ]
    resources = [
      "${local.arn}:cloudwatch:*:${local.account}:alarm:${local.prefix}_*",
      "${local.arn}:cloudwatch::${local.account}:dashboard/${local.prefix}",
      "${local.arn}:ecs:*:${local.account}:cluster/${local.prefix}",
      "${local.arn}:ecs:*:${local.account}:service/${local.prefix}/*",
      "${local.arn}:ecs:*:${local.account}:task/${local.prefix}/*",
      "${local.arn}:ecs:*:${local.account}:task-definition/${local.prefix}_*:*",
      "${local.arn}:elasticache:*:${local.account}:cluster:${local.prefix}-???",
      "${local.arn}:elasticache:*:${local.account}:replicationgroup:${local.prefix}",
      "${local.arn}:elasticache:*:${local.account}:subnetgroup:${local.prefix}",
      "${local.arn}:logs:*:${local.account}:log-group:/${local.prefix}/*",
      "${local.arn}:logs:*:${local.account}:log-group:/aws/ecs/containerinsights/${local.prefix}/*",
      "${local.arn}:logs:*:${local.account}:log-group:/aws/rds/instance/${local.prefix}/*",
      "${local.arn}:logs:*:${local.account}:log-group:aws-waf-logs-${local.prefix}",
      "${local.arn}:logs:*:${local.account}:log-group:aws-waf-logs-${local.prefix}:*",
      "${local.arn}:rds:*:${local.account}:db:${local.prefix}",
      "${local.arn}:rds:*:${local.account}:pg:${local.prefix}-${local.any_suffix}",
      # As RDS, the deployment and Terraform name them; the time at the end has as many letters each time.
      "${local.arn}:rds:*:${local.account}:snapshot:rds:${local.prefix}-????-??-??-??-??",
      "${local.arn}:rds:*:${local.account}:snapshot:${local.prefix}-before-deploy-???????????????",
      "${local.arn}:rds:*:${local.account}:snapshot:${local.prefix}-final-???????????????",
      "${local.arn}:rds:*:${local.account}:snapshot:${local.prefix}-final-??????????????",
      "${local.arn}:rds:*:${local.account}:subgrp:${local.prefix}",
      "${local.arn}:s3:::${local.prefix}-logs-${local.account}-*",
      "${local.arn}:secretsmanager:*:${local.account}:secret:${local.prefix}/*",
      "${local.arn}:sns:*:${local.account}:${local.prefix}-alarms",
      "${local.arn}:ssm:*:${local.account}:parameter/${local.prefix}/*",
    ]
  }

  # Of AWS's own, which every database and every cache is made with.
  statement {
    sid       = "UseDefaultGroups"
    actions   = ["elasticache:CreateReplicationGroup", "elasticache:ModifyReplicationGroup", "rds:CreateDBInstance", "rds:ModifyDBInstance", "rds:RestoreDBInstanceFromDBSnapshot"]
    resources = ["${local.arn}:elasticache:*:${local.account}:parametergroup:default.*", "${local.arn}:rds:*:${local.account}:og:default:*"]
  }

  # RDS makes the master's secret in the caller's name.
  statement {
    sid       = "LetDatabaseMakeItsSecret"
    actions   = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    resources = ["${local.arn}:secretsmanager:*:${local.account}:secret:rds!*"]
  }

  # A session in a task of its own is allowed above; this is the kind of session: a port forward, and no shell. AWS's own
  # documents have no account in their ARN, which a wildcard fits; nobody else may name one AWS-….
  statement {
    sid       = "ForwardPorts"
    actions   = ["ssm:StartSession"]
    resources = ["${local.arn}:ssm:*:*:document/AWS-StartPortForwardingSessionToRemoteHost"]
  }

  # ECS makes these in the caller's name.
  statement {
    sid       = "LetScalingMakeItsAlarms"
    actions   = ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"]
    resources = ["${local.arn}:cloudwatch:*:${local.account}:alarm:TargetTracking-service/${local.prefix}/*"]
  }

  # Log delivery of the cache and of the firewall, set up in the caller's name; none of these has a resource to name.
  statement {
    sid = "DeliverLogs"
    actions = [
      "ecs:DeregisterTaskDefinition",
      "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
      "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
      "ssm:DescribeParameters",
    ]
    resources = ["*"]
  }
}
