# A role that a deployment makes can do no more than its boundary, so that who may deploy gains nothing by making one.
data "aws_iam_policy_document" "roles" {
  statement {
    sid       = "MakeRolesWithinBoundary"
    actions   = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    resources = ["${local.arn}:iam::${local.account}:role/${local.prefix}_*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [var.permissions_boundary_arn]
    }
  }

  statement {
    sid       = "ChangeRolesOfTasks"
    actions   = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRoleDescription"]
    resources = ["${local.arn}:iam::${local.account}:role/${local.prefix}_*"]
  }

  statement {
    sid       = "GiveRolesToTasks"
    actions   = ["iam:PassRole"]
    resources = ["${local.arn}:iam::${local.account}:role/${local.prefix}_*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    }
  }

  statement {
    sid       = "LetServicesMakeTheirRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.arn}:iam::${local.account}:role/aws-service-role/*"]
  }
}
