# An image goes by what it is used for, not by its age alone: an image that the tags of one rule name is never expired by a
# rule after it. A rule wants all patterns of its list in one tag, hence a rule for each.
locals {
  # How many of the newest to keep, by pattern. Those that seldom change come first: an image with two tags is expired by the first
  # rule that names it or by none. Whatever is deployed has the tag of its environment.
  kept_by_tag = concat(
    [{ pattern = "release-*", count = var.kept_releases }],
    [for environment in ["production"] : { pattern = "${environment}-*", count = var.kept_deployments } if contains(var.environments, environment)],
    [for environment in var.environments : { pattern = "${environment}-*", count = var.kept_deployments } if environment != "production"],
  )

  keeping_rules = [for index, kept in local.kept_by_tag : {
    rulePriority = index + 1
    description  = "Of ${kept.pattern}, the newest ${kept.count}"
    selection    = { tagStatus = "tagged", tagPatternList = [kept.pattern], countType = "imageCountMoreThan", countNumber = kept.count }
    action       = { type = "expire" }
  }]

  # Nothing without a tag is expired: those are the parts of an image and its signatures, which ECR takes away with it.
  expiring_rules = [
    {
      rulePriority = 90
      description  = "Signatures under a tag of their own, after ten years"
      selection    = { tagStatus = "tagged", tagPatternList = ["sha256-*"], countType = "sinceImagePushed", countUnit = "days", countNumber = 3650 }
      action       = { type = "expire" }
    },
    {
      rulePriority = 100
      description  = "Of all others, the newest ${var.kept_images}"
      selection    = { tagStatus = "tagged", tagPatternList = ["*"], countType = "imageCountMoreThan", countNumber = var.kept_images }
      action       = { type = "expire" }
    },
  ]
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.repositories

  repository = aws_ecr_repository.this[each.key].name
  policy     = jsonencode({ rules = concat(local.keeping_rules, local.expiring_rules) })
}
