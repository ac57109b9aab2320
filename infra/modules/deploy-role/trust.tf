locals {
  role_name = "${var.product}-deploy-${var.github_environment}"

  # As GitHub writes who asks: before July 2026, and since.
  subjects = concat(
    ["repo:${var.repository.owner}/${var.repository.name}:environment:${var.github_environment}"],
    var.repository.id == null ? [] : ["repo:${var.repository.owner}@${var.repository.owner_id}/${var.repository.name}@${var.repository.id}:environment:${var.github_environment}"],
  )
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = local.subjects
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = local.role_name
  description          = var.enable_changes ? "Deploys to ${var.environment}" : "Plans for ${var.environment}, and changes nothing"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 7200
}
