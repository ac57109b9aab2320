data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  root_package = jsondecode(file("${path.module}/../../package.json"))

  # Of a scoped name, such as @acme/shop, what follows the scope.
  product = basename(local.root_package.name)

  # The deploy command knows it by this rule.
  state_bucket = "${local.product}-tfstate-${data.aws_caller_identity.current.account_id}-${var.region}"
}

resource "aws_s3_bucket" "state" {
  bucket        = local.state_bucket
  force_destroy = var.enable_force_destroy
  tags          = var.identity_tags

  lifecycle {
    precondition {
      condition     = !can(regex("[0-9]{12}", local.product))
      error_message = "The product's name, ${local.product}, must not have 12 digits in a row, as an account's id has, for which another product's bucket could be taken: change `name` in the root package.json."
    }

    precondition {
      condition     = length(local.state_bucket) <= 63 && can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", local.product))
      error_message = "The product's name, ${local.product}, must be at most 27 lower-case letters, digits and single hyphens, beginning with a letter: change `name` in the root package.json."
    }
  }
}

# Every earlier state can be had back for 90 days.
resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "forget-old-states"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

# The key is the one that AWS manages for S3: whoever may read the object may use it, so that no key has to be shared.
resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "OnlyByTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state.json

  depends_on = [aws_s3_bucket_public_access_block.state]
}
