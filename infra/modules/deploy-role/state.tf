data "aws_iam_policy_document" "state" {
  statement {
    sid       = "FindState"
    actions   = ["s3:ListBucket"]
    resources = [var.state_bucket_arn]
  }

  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject"]
    resources = ["${var.state_bucket_arn}/${var.environment}/*"]
  }

  dynamic "statement" {
    for_each = var.enable_changes ? [1] : []

    content {
      sid       = "WriteState"
      actions   = ["s3:PutObject"]
      resources = ["${var.state_bucket_arn}/${var.environment}/*"]
    }
  }

  # A lock is a file beside the state, which goes when it is released.
  statement {
    sid       = "LockState"
    actions   = ["s3:PutObject", "s3:DeleteObject"]
    resources = ["${var.state_bucket_arn}/${var.environment}/*.tflock"]
  }
}

resource "aws_iam_role_policy" "state" {
  name   = "state"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.state.json
}
