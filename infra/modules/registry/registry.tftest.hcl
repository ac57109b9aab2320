mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  project = "zero-to-running"
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
    condition     = alltrue([for policy in aws_ecr_lifecycle_policy.this : jsondecode(policy.policy).rules[1].selection.countNumber == 30])
    error_message = "The newest 30 images are kept."
  }
}

run "switches" {
  command = plan

  variables {
    repositories        = ["worker"]
    kept_images         = 5
    enable_force_delete = true
  }

  assert {
    condition     = aws_ecr_repository.this["worker"].force_delete && jsondecode(aws_ecr_lifecycle_policy.this["worker"].policy).rules[1].selection.countNumber == 5
    error_message = "It goes with its images, and keeps five."
  }
}

run "refuses_a_bad_project" {
  command = plan

  variables {
    project = "Zero"
  }

  expect_failures = [var.project]
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
