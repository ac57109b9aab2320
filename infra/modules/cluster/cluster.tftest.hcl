mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name = "zero-to-running-test"
}

run "runs_on_demand_and_on_spot" {
  command = plan

  assert {
    condition     = toset(aws_ecs_cluster_capacity_providers.this.capacity_providers) == toset(["FARGATE", "FARGATE_SPOT"])
    error_message = "Services may choose either."
  }

  assert {
    condition     = one(aws_ecs_cluster.this.setting).value == "disabled"
    error_message = "Container Insights cost, and are off unless asked for."
  }
}

run "has_container_insights" {
  command = plan

  variables {
    enable_container_insights = true
  }

  assert {
    condition     = one(aws_ecs_cluster.this.setting).value == "enabled"
    error_message = "Container Insights are on."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "cluster_"
  }

  expect_failures = [var.name]
}
