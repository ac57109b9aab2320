resource "aws_ecr_repository" "this" {
  for_each = var.repositories

  name = "${var.product}/${each.key}"
  # What a tag has named once, it names for ever.
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.enable_force_delete

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

data "aws_iam_policy_document" "accounts" {
  count = length(var.pulling_account_ids) > 0 ? 1 : 0

  # PutImage adds the tag of a deployment; layers are pushed by this account's roles only.
  statement {
    sid = "OtherAccountsPullAndTag"
    actions = [
      "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer",
      "ecr:PutImage",
    ]

    principals {
      type        = "AWS"
      identifiers = [for account in var.pulling_account_ids : "arn:${data.aws_partition.current.partition}:iam::${account}:root"]
    }
  }
}

data "aws_partition" "current" {}

resource "aws_ecr_repository_policy" "accounts" {
  for_each = length(var.pulling_account_ids) > 0 ? var.repositories : []

  repository = aws_ecr_repository.this[each.key].name
  policy     = data.aws_iam_policy_document.accounts[0].json
}
