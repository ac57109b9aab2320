# What watches over the account: each a switch, and all report to the same addresses.
locals {
  is_watched = var.enable_guardduty || (var.monthly_budget_usd != null && var.enable_roles)
}

resource "aws_sns_topic" "account" {
  count = local.is_watched ? 1 : 0

  name              = "${local.product}-account"
  kms_master_key_id = aws_kms_key.account[0].id
}

# Of its own: neither Budgets nor EventBridge may use the key that AWS manages for SNS.
resource "aws_kms_key" "account" {
  count = local.is_watched ? 1 : 0

  description             = "Reports on the account of ${local.product}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.account_key.json
}

locals {
  reporters = ["budgets.amazonaws.com", "events.amazonaws.com"]
}

data "aws_iam_policy_document" "account_key" {
  # A key's policy speaks of that key alone, whose ARN it cannot name before it exists.
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["${local.arn}:iam::${local.account}:root"]
    }
  }

  statement {
    sid       = "ServicesSendReports"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = local.reporters
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "account_topic" {
  count = local.is_watched ? 1 : 0

  statement {
    sid       = "ServicesSendReports"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.account[0].arn]

    principals {
      type        = "Service"
      identifiers = local.reporters
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "account" {
  count = local.is_watched ? 1 : 0

  arn    = aws_sns_topic.account[0].arn
  policy = data.aws_iam_policy_document.account_topic[0].json
}

resource "aws_sns_topic_subscription" "account" {
  for_each = local.is_watched ? var.alarm_emails : []

  topic_arn = aws_sns_topic.account[0].arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_budgets_budget" "month" {
  count = var.monthly_budget_usd != null && var.enable_roles ? 1 : 0

  name         = "${local.product}-month"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type         = notification.key
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      comparison_operator       = "GREATER_THAN"
      subscriber_sns_topic_arns = [aws_sns_topic.account[0].arn]
    }
  }

  depends_on = [aws_sns_topic_policy.account]
}

resource "aws_guardduty_detector" "this" {
  count = var.enable_guardduty ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

# Findings of severity 4 and more: medium and high.
resource "aws_cloudwatch_event_rule" "findings" {
  count = var.enable_guardduty ? 1 : 0

  name          = "${local.product}-guardduty-findings"
  description   = "What GuardDuty finds"
  event_pattern = jsonencode({ source = ["aws.guardduty"], detail-type = ["GuardDuty Finding"], detail = { severity = [{ numeric = [">=", 4] }] } })
}

resource "aws_cloudwatch_event_target" "findings" {
  count = var.enable_guardduty ? 1 : 0

  rule = aws_cloudwatch_event_rule.findings[0].name
  arn  = aws_sns_topic.account[0].arn
}
