# Against a mock AWS (AWS_ENDPOINT_URL) and not by mock_provider, which has no ephemeral resources.

variables {
  name        = "zero-to-running-test"
  description = "For a test"
}

run "keeps_no_password_in_the_state" {
  variables {
    recovery_days = 0
  }

  assert {
    condition     = aws_secretsmanager_secret_version.this.secret_string == null || aws_secretsmanager_secret_version.this.secret_string == ""
    error_message = "The state does not have the password."
  }

  assert {
    condition     = can(regex("^arn:aws:secretsmanager:", output.arn)) && output.version_id != ""
    error_message = "The secret has a value, and says which."
  }
}

run "makes_another_password" {
  variables {
    recovery_days    = 0
    username         = "application"
    password_version = 2
  }

  assert {
    condition     = output.version_id != run.keeps_no_password_in_the_state.version_id && output.arn == run.keeps_no_password_in_the_state.arn
    error_message = "The same secret has another value."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "A"
  }

  expect_failures = [var.name]
}

run "refuses_a_username_with_a_hyphen" {
  command = plan

  variables {
    username = "the-application"
  }

  expect_failures = [var.username]
}

run "refuses_a_short_password" {
  command = plan

  variables {
    password_length = 8
  }

  expect_failures = [var.password_length]
}

run "refuses_a_version_of_zero" {
  command = plan

  variables {
    password_version = 0
  }

  expect_failures = [var.password_version]
}

run "refuses_a_recovery_of_three_days" {
  command = plan

  variables {
    recovery_days = 3
  }

  expect_failures = [var.recovery_days]
}
