# Against a mock AWS (AWS_ENDPOINT_URL) and not by mock_provider, which has no ephemeral resources. Plans only: quick.

variables {
  api_image      = "registry/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  frontend_image = "registry/frontend@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  app_version    = "1.0.0"
}

run "says_what_a_deployment_needs" {
  command = plan

  assert {
    condition     = output.cluster_name == "zero-to-running-production" && output.service_names == { api = "zero-to-running-production-api", frontend = "zero-to-running-production-frontend" } && output.database_identifier == "zero-to-running-production"
    error_message = "Everything is named after the environment."
  }

  assert {
    condition     = output.region == "us-east-1"
    error_message = "It is where the settings say."
  }

  assert {
    condition     = output.api_image == var.api_image && output.frontend_image == var.frontend_image && output.app_version == "1.0.0"
    error_message = "It says what runs."
  }

  assert {
    condition     = keys(output.log_group_names) == ["api", "frontend", "migration"] && length(output.migration_task.subnet_ids) == 2 && length(output.migration_task.security_group_ids) == 1 && output.dashboard_name == "zero-to-running-production"
    error_message = "It says where the logs are, and how to run a migration."
  }

  assert {
    condition     = !output.migration_task.assign_public_ip
    error_message = "Tasks are private by this environment's preset."
  }
}

run "is_on_a_domain" {
  command = plan

  variables {
    domain = { name = "app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  assert {
    condition     = output.url == "https://app.example.com"
    error_message = "With a domain, it is there, by HTTPS."
  }
}

run "is_elsewhere_and_in_more_zones" {
  command = plan

  variables {
    region              = "eu-central-1"
    allowed_account_ids = ["123456789012"]
    cost                = { egress = "public_tasks", zone_count = 3 }
  }

  assert {
    condition     = output.region == "eu-central-1" && length(output.migration_task.subnet_ids) == 3 && output.migration_task.assign_public_ip == true
    error_message = "Region, zones and egress are as asked."
  }
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

run "refuses_an_api_image_by_tag" {
  command = plan

  variables {
    api_image = "registry/api:latest"
  }

  expect_failures = [var.api_image]
}

run "refuses_a_frontend_image_by_tag" {
  command = plan

  variables {
    frontend_image = "registry/frontend:latest"
  }

  expect_failures = [var.frontend_image]
}

run "refuses_a_version_with_a_space" {
  command = plan

  variables {
    app_version = "1.0.0 beta"
  }

  expect_failures = [var.app_version]
}

run "refuses_a_domain_with_a_scheme" {
  command = plan

  variables {
    domain = { name = "https://app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  expect_failures = [var.domain]
}

run "refuses_what_is_no_address" {
  command = plan

  variables {
    alarm_emails = ["team"]
  }

  expect_failures = [var.alarm_emails]
}

run "refuses_an_origin_with_a_path" {
  command = plan

  variables {
    cors_origins = ["https://app.example.com/"]
  }

  expect_failures = [var.cors_origins]
}

run "refuses_a_password_version_of_zero" {
  command = plan

  variables {
    password_versions = { cache = 0 }
  }

  expect_failures = [var.password_versions]
}
