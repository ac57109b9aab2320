resource "aws_iam_role_policy" "images" {
  count = var.enable_changes ? 1 : 0

  name   = "push-images"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.images.json
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

resource "aws_iam_role_policy" "changing" {
  count = var.enable_changes ? 1 : 0

  name   = "change-infrastructure"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.changing.json
}

locals {
  arn    = "arn:${data.aws_partition.current.partition}"
  prefix = "${var.project}-${var.environment}"
}

data "aws_iam_policy_document" "changing" {
  # These make or change things whose names AWS chooses, so that no prefix can bound them; the tag does, where AWS looks at it.
  statement {
    sid = "ChangeNetworkAndScaling"
    actions = [
      "acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RequestCertificate",
      "application-autoscaling:*",
      "ec2:*Address*", "ec2:*FlowLogs", "ec2:*InternetGateway*", "ec2:*NatGateway*", "ec2:*Route*", "ec2:*SecurityGroup*",
      "ec2:*Subnet*", "ec2:*Tags", "ec2:*VpcEndpoint*", "ec2:CreateVpc", "ec2:DeleteVpc", "ec2:ModifyVpcAttribute",
      "ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition",
      "elasticloadbalancing:*",
      "kms:CreateKey", "kms:CreateGrant", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource",
      "wafv2:*",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ChangeNamedResources"
    actions = [
      "cloudwatch:*", "ecs:*", "elasticache:*", "logs:*", "rds:*", "s3:*", "secretsmanager:*", "sns:*",
    ]
    resources = [
      "${local.arn}:cloudwatch:*:*:alarm:${local.prefix}-*",
      "${local.arn}:cloudwatch::*:dashboard/${local.prefix}",
      "${local.arn}:ecs:*:*:*/${local.prefix}*",
      "${local.arn}:elasticache:*:*:*:${local.prefix}*",
      "${local.arn}:logs:*:*:log-group:/${local.prefix}/*",
      "${local.arn}:logs:*:*:log-group:/aws/rds/instance/${local.prefix}*",
      "${local.arn}:rds:*:*:*:${local.prefix}*",
      "${local.arn}:s3:::${local.prefix}-access-logs-*",
      "${local.arn}:secretsmanager:*:*:secret:${local.prefix}-*",
      "${local.arn}:sns:*:*:${local.prefix}-*",
    ]
  }

  statement {
    sid = "ChangeRolesOfTasks"
    actions = [
      "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
    ]
    resources = ["${local.arn}:iam::*:role/${local.prefix}-*"]
  }

  statement {
    sid       = "GiveRolesToTasks"
    actions   = ["iam:PassRole"]
    resources = ["${local.arn}:iam::*:role/${local.prefix}-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    }
  }

  statement {
    sid       = "LetServicesMakeTheirRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.arn}:iam::*:role/aws-service-role/*"]
  }

  # The name of a hosted zone is not its id; a record is written in the one that terraform.tfvars names.
  statement {
    sid       = "ChangeRecords"
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = ["${local.arn}:route53:::hostedzone/*"]
  }
}
