mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  product                  = "zero-to-running"
  environment              = "dev"
  github_environment       = "dev"
  enable_changes           = true
  repository               = { owner = "acme", name = "app", owner_id = "1", id = "2" }
  oidc_provider_arn        = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/zero-to-running-dev-boundary"
  repository_arns          = ["arn:aws:ecr:us-east-1:123456789012:repository/zero-to-running/api"]
}

run "trusts_one_environment_of_one_repository" {
  assert {
    condition     = output.subjects == ["repo:acme/app:environment:dev", "repo:acme@1/app@2:environment:dev"]
    error_message = "Both forms of GitHub's subject are accepted, and no other repository, branch or environment."
  }

  assert {
    condition = toset([for condition in data.aws_iam_policy_document.trust.statement[0].condition : "${condition.test} ${condition.variable} ${join(" ", condition.values)}"]) == toset([
      "StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com",
      "StringEquals token.actions.githubusercontent.com:sub ${join(" ", output.subjects)}",
    ])
    error_message = "Subject and audience are compared exactly, without wildcards."
  }

  assert {
    condition     = keys(aws_iam_policy.changing) == ["images", "named", "network", "roles"] && keys(aws_iam_role_policy_attachment.changing) == keys(aws_iam_policy.changing)
    error_message = "It may push images and change infrastructure."
  }
}

run "plans_and_changes_nothing" {
  command = plan

  variables {
    github_environment = "dev-plan"
    enable_changes     = false
  }

  assert {
    condition     = length(aws_iam_policy.changing) == 0
    error_message = "It only reads."
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.state.statement : !contains(statement.actions, "s3:PutObject")])
    error_message = "It can write neither the state nor a lock."
  }
}

run "trusts_a_repository_whose_ids_are_not_known" {
  command = plan

  variables {
    repository = { owner = "acme", name = "app" }
  }

  assert {
    condition     = output.subjects == ["repo:acme/app:environment:dev"]
    error_message = "Without ids, only the form without them is accepted."
  }
}

run "refuses_a_bad_product" {
  command = plan

  variables {
    product = "*"
  }

  expect_failures = [var.product]
}

run "refuses_any_environment" {
  command = plan

  variables {
    github_environment = "*"
  }

  expect_failures = [var.github_environment]
}

run "refuses_any_repository" {
  command = plan

  variables {
    repository = { owner = "acme", name = "*" }
  }

  expect_failures = [var.repository]
}

run "refuses_one_id" {
  command = plan

  variables {
    repository = { owner = "acme", name = "app", id = "2" }
  }

  expect_failures = [var.repository]
}

run "refuses_the_state_of_all_environments" {
  command = plan

  variables {
    environment = "*"
  }

  expect_failures = [var.environment]
}

run "writes_records_of_one_zone" {
  command = plan

  variables {
    hosted_zone_id = "Z0123456789ABCDEFGHIJ"
    domain_name    = "app.example.com"
  }

  assert {
    condition     = anytrue([for statement in data.aws_iam_policy_document.network.statement : statement.sid == "ChangeRecords" && statement.resources == toset(["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"]) && contains(flatten([for condition in statement.condition : condition.values]), "app.example.com")])
    error_message = "It may change records of that domain in that zone, and no others."
  }
}

run "refuses_a_zone_without_a_domain" {
  command = plan

  variables {
    hosted_zone_id = "Z0123456789ABCDEFGHIJ"
  }

  expect_failures = [var.domain_name]
}

run "refuses_what_is_no_domain" {
  command = plan

  variables {
    hosted_zone_id = "Z0123456789ABCDEFGHIJ"
    domain_name    = "*.example.com"
  }

  expect_failures = [var.domain_name]
}

run "refuses_what_is_no_zone" {
  command = plan

  variables {
    hosted_zone_id = "example.com"
    domain_name    = "example.com"
  }

  expect_failures = [var.hosted_zone_id]
}
