data "aws_partition" "current" {}

# What a plan compares with. It reads no data: no secret's value, no row, no object but the state, which holds no secret either.
resource "aws_iam_role_policy" "reading" {
  name   = "read-infrastructure"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.reading.json
}

data "aws_iam_policy_document" "reading" {
  # Most of these have no resource that a policy could name.
  statement {
    sid = "DescribeInfrastructure"
    actions = [
      "acm:Describe*", "acm:List*",
      "application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource",
      "cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource",
      "ec2:Describe*", "ec2:GetManagedPrefixListEntries",
      "ecr:Describe*", "ecr:GetAuthorizationToken", "ecr:GetLifecyclePolicy", "ecr:List*",
      "ecs:Describe*", "ecs:List*",
      "elasticache:Describe*", "elasticache:ListTagsForResource",
      "elasticloadbalancing:Describe*",
      "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags",
      "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags",
      "logs:DescribeLogGroups", "logs:ListTagsForResource", "logs:ListTagsLogGroup",
      "rds:Describe*", "rds:ListTagsForResource",
      "route53:GetChange", "route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource",
      "s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListAllMyBuckets",
      "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds",
      "servicequotas:Get*", "servicequotas:List*",
      "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource",
      "tag:GetResources",
      "wafv2:Get*", "wafv2:List*",
    ]
    resources = ["*"]
  }

  # For `make doctor`, which asks IAM whether the role may all that it is for.
  statement {
    sid       = "SimulateItself"
    actions   = ["iam:SimulatePrincipalPolicy"]
    resources = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/${local.role_name}"]
  }

  # A plan asks whether the bucket of access logs is there.
  statement {
    sid       = "FindAccessLogs"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.product}-${var.environment}-logs-${local.account}-*"]
  }
}
