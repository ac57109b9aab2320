mock_provider "aws" {
  source = "../test/mocks"
}

run "keeps_states_and_images" {
  assert {
    condition     = output.state_bucket == "zero-to-running-tfstate-123456789012-us-east-1" && !aws_s3_bucket.state.force_destroy
    error_message = "The bucket has the name that the deploy command knows, and does not go with what it holds."
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_lifecycle_configuration.state.rule).noncurrent_version_expiration[0].noncurrent_days == 90
    error_message = "Every state can be had back for 90 days."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "States are encrypted, and nobody else's to read."
  }

  assert {
    condition     = keys(output.repository_urls) == ["api", "frontend"]
    error_message = "There is a repository for each image."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && length(output.deploy_role_arns) == 0
    error_message = "Without a repository of GitHub, nobody may deploy from there."
  }
}

run "lets_a_repository_deploy" {
  variables {
    github_repository = { owner = "acme", name = "app", owner_id = "1", id = "2" }
    environments      = { dev = {}, staging = { hosted_zone_id = "Z0123456789ABCDEFGHIJ", domain_name = "app.example.com" } }
  }

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].client_id_list == toset(["sts.amazonaws.com"])
    error_message = "GitHub proves to AWS who asks."
  }

  assert {
    condition     = keys(output.deploy_role_arns) == ["dev", "dev-plan", "staging", "staging-plan"]
    error_message = "Each environment has a role that deploys and one that plans."
  }
}

run "switches" {
  variables {
    region               = "eu-central-1"
    allowed_account_ids  = ["123456789012"]
    github_repository    = { owner = "acme", name = "app" }
    enable_oidc_provider = false
    enable_force_destroy = true
  }

  assert {
    condition     = output.state_bucket == "zero-to-running-tfstate-123456789012-eu-central-1" && aws_s3_bucket.state.force_destroy
    error_message = "The region is in the bucket's name, and it goes with what it holds."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && length(output.deploy_role_arns) == 4
    error_message = "The account's own identity provider is used."
  }
}

run "says_whose_it_is" {
  variables {
    identity_tags = { Repository = "github.com/acme/shop" }
  }

  assert {
    condition     = aws_s3_bucket.state.tags == tomap({ Repository = "github.com/acme/shop" })
    error_message = "The bucket says which product it is of, for another may have the same name."
  }
}

run "refuses_another_mark" {
  command = plan

  variables {
    identity_tags = { Owner = "acme" }
  }

  expect_failures = [var.identity_tags]
}

run "refuses_a_zone_as_region" {
  command = plan

  variables {
    region = "us-east-1a"
  }

  expect_failures = [var.region]
}

run "refuses_a_short_account_id" {
  command = plan

  variables {
    allowed_account_ids = ["1234"]
  }

  expect_failures = [var.allowed_account_ids]
}

run "refuses_an_environment_with_a_wildcard" {
  command = plan

  variables {
    environments = { "*" = {} }
  }

  expect_failures = [var.environments]
}

run "refuses_no_environment" {
  command = plan

  variables {
    environments = {}
  }

  expect_failures = [var.environments]
}

run "refuses_any_repository" {
  command = plan

  variables {
    github_repository = { owner = "acme", name = "*" }
  }

  expect_failures = [var.github_repository]
}

run "refuses_one_id" {
  command = plan

  variables {
    github_repository = { owner = "acme", name = "app", id = "2" }
  }

  expect_failures = [var.github_repository]
}

run "refuses_an_environment_too_long_for_aws" {
  command = plan

  variables {
    environments = { abcdefghijklmno = {} }
  }

  expect_failures = [var.environments]
}

run "refuses_an_environment_with_the_name_of_something_else" {
  command = plan

  variables {
    environments = { bootstrap = {} }
  }

  expect_failures = [var.environments]
}

run "refuses_a_short_pulling_account" {
  command = plan

  variables {
    pulling_account_ids = ["1234"]
  }

  expect_failures = [var.pulling_account_ids]
}

run "refuses_a_short_registry_account" {
  command = plan

  variables {
    registry_account_id = "1234"
  }

  expect_failures = [var.registry_account_id]
}

run "refuses_what_is_no_address" {
  command = plan

  variables {
    alarm_emails = ["team"]
  }

  expect_failures = [var.alarm_emails]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    monthly_budget_usd = 0
  }

  expect_failures = [var.monthly_budget_usd]
}

run "makes_roles_once_for_all_regions" {
  variables {
    region            = "eu-central-1"
    enable_roles      = false
    github_repository = { owner = "acme", name = "app" }
  }

  assert {
    condition     = length(output.deploy_role_arns) == 0 && length(aws_iam_policy.boundary) == 0 && length(aws_iam_openid_connect_provider.github) == 0 && length(output.next_steps) == 0
    error_message = "The second region gets a bucket and a registry, and the roles of the first."
  }
}

run "is_an_account_without_a_registry" {
  variables {
    environments        = { production = {} }
    registry_account_id = "210987654321"
    github_repository   = { owner = "acme", name = "app" }
  }

  assert {
    condition     = output.repository_urls == null && keys(output.deploy_role_arns) == ["production", "production-plan"]
    error_message = "Production's account takes the images of another."
  }
}

run "watches_the_account" {
  variables {
    alarm_emails       = ["team@example.com"]
    monthly_budget_usd = 100
    enable_guardduty   = true
  }

  assert {
    condition     = aws_budgets_budget.month[0].limit_amount == "100" && length(aws_budgets_budget.month[0].notification) == 2 && aws_guardduty_detector.this[0].enable && aws_cloudwatch_event_target.findings[0].arn == aws_sns_topic.account[0].arn
    error_message = "Budget and findings are told to the same topic."
  }
}
