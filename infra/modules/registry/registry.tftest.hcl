mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  product = "zero-to-running"
}

run "keeps_images_as_they_are" {
  command = plan

  assert {
    condition     = toset([for repository in aws_ecr_repository.this : repository.name]) == toset(["zero-to-running/api", "zero-to-running/frontend"])
    error_message = "There is a repository for each image."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE" && repository.image_scanning_configuration[0].scan_on_push && !repository.force_delete])
    error_message = "Tags cannot be moved, images are scanned, and a repository with images stays."
  }

  assert {
    condition     = alltrue([for policy in aws_ecr_lifecycle_policy.this : [for rule in jsondecode(policy.policy).rules : "${rule.selection.tagPatternList[0]} ${rule.selection.countNumber}"] == ["release-* 200", "production-* 50", "dev-* 50", "sha256-* 3650", "* 30"]])
    error_message = "Images that are deployed or released are kept by rules of their own, and the newest 30 of the others."
  }
}

run "switches" {
  command = plan

  variables {
    repositories        = ["worker"]
    kept_images         = 5
    environments        = ["dev"]
    kept_deployments    = 6
    kept_releases       = 7
    pulling_account_ids = ["210987654321"]
    enable_force_delete = true
  }

  assert {
    condition     = aws_ecr_repository.this["worker"].force_delete && [for rule in jsondecode(aws_ecr_lifecycle_policy.this["worker"].policy).rules : rule.selection.countNumber] == [7, 6, 3650, 5]
    error_message = "It goes with its images, and keeps as many as asked."
  }

  assert {
    condition     = keys(aws_ecr_repository_policy.accounts) == ["worker"] && one(data.aws_iam_policy_document.accounts[0].statement[0].principals).identifiers == toset(["arn:aws:iam::210987654321:root"])
    error_message = "The other account may pull."
  }
}

run "refuses_a_bad_product" {
  command = plan

  variables {
    product = "Zero"
  }

  expect_failures = [var.product]
}

run "refuses_to_keep_one_image" {
  command = plan

  variables {
    kept_images = 1
  }

  expect_failures = [var.kept_images]
}

run "refuses_a_repository_in_capitals" {
  command = plan

  variables {
    repositories = ["API"]
  }

  expect_failures = [var.repositories]
}

run "refuses_no_repository" {
  command = plan

  variables {
    repositories = []
  }

  expect_failures = [var.repositories]
}

run "refuses_environments_out_of_bounds" {
  command = plan

  variables {
    environments = ["*"]
  }

  expect_failures = [var.environments]
}

run "refuses_kept_deployments_out_of_bounds" {
  command = plan

  variables {
    kept_deployments = 1
  }

  expect_failures = [var.kept_deployments]
}

run "refuses_kept_releases_out_of_bounds" {
  command = plan

  variables {
    kept_releases = 1
  }

  expect_failures = [var.kept_releases]
}

run "refuses_pulling_account_ids_out_of_bounds" {
  command = plan

  variables {
    pulling_account_ids = ["1234"]
  }

  expect_failures = [var.pulling_account_ids]
}
