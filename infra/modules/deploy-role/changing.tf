# What a deployment makes, changes and destroys, of its own environment: by name where the product chooses the name, else by the
# tags that Terraform gives to all it makes. Types of resources are written out, for IAM takes no wildcard in their place.
locals {
  arn     = "arn:${data.aws_partition.current.partition}"
  account = data.aws_caller_identity.current.account_id
  prefix  = "${var.product}-${var.environment}"

  # The whole policy of a role has 10,240 letters at most, in inline policies.
  changing_policies = {
    images  = data.aws_iam_policy_document.images.json
    named   = data.aws_iam_policy_document.named.json
    network = data.aws_iam_policy_document.network.json
    roles   = data.aws_iam_policy_document.roles.json
  }

  # As a condition on what is there already, and on what is made.
  own_tags = { "aws:ResourceTag/Project" = var.product, "aws:ResourceTag/Environment" = var.environment }
  new_tags = { "aws:RequestTag/Project" = var.product, "aws:RequestTag/Environment" = var.environment }
}

data "aws_caller_identity" "current" {}

# Managed, for inline policies are counted together.
resource "aws_iam_policy" "changing" {
  for_each = var.enable_changes ? local.changing_policies : {}

  name        = "${aws_iam_role.this.name}-${each.key}"
  description = "Deployments to ${var.environment}: ${each.key}"
  policy      = each.value
}

resource "aws_iam_role_policy_attachment" "changing" {
  for_each = aws_iam_policy.changing

  role       = aws_iam_role.this.name
  policy_arn = each.value.arn
}

data "aws_iam_policy_document" "images" {
  statement {
    sid = "PushImages"
    actions = [
      "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
    ]
    resources = var.repository_arns
  }
}
