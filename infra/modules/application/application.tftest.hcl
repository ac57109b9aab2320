mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  product     = "zero-to-running"
  environment = "test"
  protected   = false

  api_image      = "registry/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  frontend_image = "registry/frontend@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  app_version    = "1.0.0"

  cost = {
    egress                   = "public_tasks"
    enable_database_multi_az = false
    enable_cache_multi_az    = false
    capacity_weights         = { on_demand = 0, spot = 1 }
    enable_waf               = false
    enable_flow_logs         = false
    log_retention_days       = 14
  }
}

run "says_what_a_deployment_needs" {
  command = plan

  assert {
    condition     = output.cluster_name == "zero-to-running-test" && output.service_names == { api = "zero-to-running-test-api", frontend = "zero-to-running-test-frontend" } && output.database_identifier == "zero-to-running-test" && output.dashboard_name == "zero-to-running-test"
    error_message = "Everything is named after the environment."
  }

  assert {
    condition     = output.database_access.port == 5432 && output.database_access.name == "app" && length(output.secret_parameters) == 0
    error_message = "It says how the database is reached."
  }

  assert {
    condition     = keys(output.log_group_names) == ["api", "frontend", "migration"] && length(output.migration_task.subnet_ids) == 2 && length(output.migration_task.security_group_ids) == 1 && output.migration_task.assign_public_ip
    error_message = "It says where the logs are, and how to run a migration."
  }

  assert {
    condition     = output.cost.zone_count == 2 && output.cost.cpu_units == 256 && output.cost.off_hours == null
    error_message = "It says what is paid for, with the defaults."
  }
}

run "is_private_and_in_more_zones" {
  command = plan

  variables {
    cost = {
      egress                   = "nat_single"
      zone_count               = 3
      enable_database_multi_az = false
      enable_cache_multi_az    = false
      capacity_weights         = { on_demand = 1, spot = 0 }
      enable_waf               = false
      enable_flow_logs         = false
      log_retention_days       = 14
    }
  }

  assert {
    condition     = length(output.migration_task.subnet_ids) == 3 && output.migration_task.assign_public_ip == false
    error_message = "Zones and egress are as asked."
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

run "refuses_a_long_name" {
  command = plan

  variables {
    environment = "pre-production"
  }

  expect_failures = [var.environment]
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

run "refuses_an_environment_with_the_name_of_something_else" {
  command = plan

  variables {
    environment = "plan"
  }

  expect_failures = [var.environment]
}

run "refuses_a_product_with_the_id_of_an_account" {
  command = plan

  variables {
    product = "shop-123456789012"
  }

  expect_failures = [var.product]
}

run "refuses_a_product_in_capitals" {
  command = plan

  variables {
    product = "Zero"
  }

  expect_failures = [var.product]
}

run "refuses_a_product_too_long_for_aws" {
  command = plan

  variables {
    product = "a-name-that-is-much-too-long"
  }

  expect_failures = [var.product]
}

run "refuses_settings_of_no_service" {
  command = plan

  variables {
    settings = { worker = { A = "b" } }
  }

  expect_failures = [var.settings]
}

run "refuses_a_secret_among_the_settings" {
  command = plan

  variables {
    settings = { api = { STRIPE_API_KEY = "sk" } }
  }

  expect_failures = [var.settings]
}

run "refuses_secrets_of_no_service" {
  command = plan

  variables {
    secrets = { worker = ["STRIPE_KEY"] }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_secret_with_its_value" {
  command = plan

  variables {
    secrets = { api = ["STRIPE_KEY=sk"] }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_change_some_time" {
  command = plan

  variables {
    database_changes = "later"
  }

  expect_failures = [var.database_changes]
}

run "refuses_a_firewall_that_asks" {
  command = plan

  variables {
    waf_mode = "captcha"
  }

  expect_failures = [var.waf_mode]
}

run "has_settings_and_secrets_of_ones_own" {
  command = plan

  variables {
    settings = { api = { LOG_LEVEL = "debug" }, frontend = { THEME = "dark" } }
    secrets  = { api = ["STRIPE_KEY"] }
  }

  assert {
    condition     = module.api.container.environment.LOG_LEVEL == "debug" && module.frontend.container.environment == tomap({ THEME = "dark" })
    error_message = "Each service has its own settings."
  }

  assert {
    condition     = module.api.container.parameters == tomap({ STRIPE_KEY = "arn:aws:ssm:us-east-1:123456789012:parameter/zero-to-running-test/api/STRIPE_KEY" })
    error_message = "A secret's value comes from its parameter."
  }
}

run "gives_each_password_a_version_of_its_own" {
  command = plan

  variables {
    password_versions = { database = 2, cache = 3 }
  }

  assert {
    condition     = output.passwords.database.username == "application_b" && output.passwords.database.version_id == "password-version-0000000000000002" && output.passwords.cache.version_id == "password-version-0000000000000003" && output.passwords.health.version_id == "password-version-0000000000000001"
    error_message = "Two users of the database take turns, and a version says which value a task is given."
  }
}
