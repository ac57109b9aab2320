mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  api_image      = "registry/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  frontend_image = "registry/frontend@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  app_version    = "1.0.0"
}

run "is_what_its_preset_says" {
  command = plan

  assert {
    condition     = output.cluster_name == "zero-to-running-production" && output.database_identifier == "zero-to-running-production" && output.region == "us-east-1"
    error_message = "Everything is named after the environment, and where the settings say."
  }

  assert {
    condition     = output.api_image == var.api_image && output.frontend_image == var.frontend_image && output.app_version == "1.0.0"
    error_message = "It says what runs."
  }

  assert {
    condition     = !output.migration_task.assign_public_ip
    error_message = "Tasks are private by this environment's preset."
  }
}

run "is_elsewhere_and_otherwise" {
  command = plan

  variables {
    region              = "eu-central-1"
    allowed_account_ids = ["123456789012"]
    password_versions   = { database = 2, cache = 3 }
    cost                = { egress = "public_tasks", zone_count = 3 }
  }

  assert {
    condition     = output.region == "eu-central-1" && length(output.migration_task.subnet_ids) == 3 && output.migration_task.assign_public_ip == true
    error_message = "Region, zones and egress are as asked."
  }

  assert {
    condition     = { for name, password in output.passwords : name => tonumber(trimprefix(password.version_id, "password-version-")) } == { cache = 3, database = 2, health = 1 }
    error_message = "Each password is the one of the version that is asked for."
  }
}

run "refuses_a_cost_that_there_is_none_of" {
  command = plan

  variables {
    cost = { egres = "nat_single" }
  }

  expect_failures = [output.url]
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
