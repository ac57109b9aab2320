locals {
  # Of any region: an account's roles are the same in all of them.
  state_bucket_arn = "${local.arn}:s3:::${var.product}-tfstate-${local.account}-*"
}

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "FindState"
    actions   = ["s3:ListBucket"]
    resources = [local.state_bucket_arn]
  }

  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject"]
    resources = ["${local.state_bucket_arn}/${var.environment}/*"]
  }

  dynamic "statement" {
    for_each = var.enable_changes ? [1] : []

    content {
      sid       = "WriteState"
      actions   = ["s3:PutObject"]
      resources = ["${local.state_bucket_arn}/${var.environment}/*"]
    }
  }

  # A lock is a file beside the state, which goes when it is released. Who only plans takes none.
  dynamic "statement" {
    for_each = var.enable_changes ? [1] : []

    content {
      sid       = "LockState"
      actions   = ["s3:PutObject", "s3:DeleteObject"]
      resources = ["${local.state_bucket_arn}/${var.environment}/*.tflock"]
    }
  }
}

resource "aws_iam_role_policy" "state" {
  name   = "state"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.state.json
}
