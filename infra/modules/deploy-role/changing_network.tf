# Things whose names AWS chooses: made with the environment's tags, and changed only where they have them.
data "aws_iam_policy_document" "network" {
  statement {
    sid = "MakeTagged"
    actions = [
      "acm:RequestCertificate",
      "application-autoscaling:RegisterScalableTarget",
      "ec2:AllocateAddress", "ec2:AuthorizeSecurityGroup*", "ec2:Create*",
      "elasticloadbalancing:Create*",
      "kms:CreateKey",
      "wafv2:CreateWebACL",
    ]
    resources = ["*"]

    dynamic "condition" {
      for_each = local.new_tags

      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }

    # The network that a thing is made in is the environment's own as well.
    dynamic "condition" {
      for_each = local.own_tags

      content {
        test     = "StringEqualsIfExists"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }

  statement {
    sid = "ChangeTagged"
    actions = [
      "acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate",
      "application-autoscaling:*",
      "ec2:Associate*", "ec2:AttachInternetGateway", "ec2:AuthorizeSecurityGroup*", "ec2:Create*", "ec2:Delete*", "ec2:Detach*",
      "ec2:Disassociate*", "ec2:Modify*", "ec2:ReleaseAddress", "ec2:Replace*", "ec2:RevokeSecurityGroup*", "ec2:UpdateSecurityGroup*",
      "elasticloadbalancing:*",
      "kms:CreateGrant", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource",
      "kms:UntagResource", "kms:UpdateKeyDescription",
      "wafv2:*",
    ]
    resources = ["*"]

    dynamic "condition" {
      for_each = local.own_tags

      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }

  # A tag is given in the same call that makes a thing, and never to one that is there.
  statement {
    sid       = "TagWhatIsMade"
    actions   = ["ec2:CreateTags", "elasticloadbalancing:AddTags", "application-autoscaling:TagResource", "kms:TagResource", "acm:AddTagsToCertificate", "wafv2:TagResource"]
    resources = ["*"]

    dynamic "condition" {
      for_each = local.new_tags

      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }

    dynamic "condition" {
      for_each = local.own_tags

      content {
        test     = "StringEqualsIfExists"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }

  # What AWS makes along with a network or a group has no tags: its default group, and the rules of a new one. What another
  # environment has is tagged, and not meant.
  statement {
    sid     = "CloseDefaultGroup"
    actions = ["ec2:AuthorizeSecurityGroup*", "ec2:RevokeSecurityGroup*", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable"]
    resources = [
      for type in ["elastic-ip", "network-interface", "security-group", "security-group-rule", "internet-gateway", "route-table", "subnet"] : "${local.arn}:ec2:*:${local.account}:${type}/*"
    ]

    dynamic "condition" {
      for_each = local.own_tags

      content {
        test     = "StringEqualsIfExists"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }

  # Parts of the load balancer, which have its name in theirs, and AWS's own rules for the firewall.
  statement {
    sid     = "ChangeLoadBalancer"
    actions = ["elasticloadbalancing:*", "wafv2:*"]
    resources = concat(
      [for type in ["listener", "listener-rule", "loadbalancer"] : "${local.arn}:elasticloadbalancing:*:${local.account}:${type}/app/${local.prefix}/*"],
      ["${local.arn}:wafv2:*:${local.account}:regional/webacl/${local.prefix}/*", "${local.arn}:wafv2:*:${local.account}:regional/managedruleset/*"],
    )
  }

  dynamic "statement" {
    for_each = var.hosted_zone_id == null ? [] : [1]

    content {
      sid       = "ChangeRecords"
      actions   = ["route53:ChangeResourceRecordSets"]
      resources = ["${local.arn}:route53:::hostedzone/${var.hosted_zone_id}"]

      # Its own: the domain, and the record that validates the domain's certificate, an underscore and 32 letters before it.
      condition {
        test     = "ForAllValues:StringLike"
        variable = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
        values   = [var.domain_name, "_${join("", [for _ in range(32) : "?"])}.${var.domain_name}"]
      }
    }
  }
}
