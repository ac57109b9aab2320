mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name  = "zero-to-running-test"
  ports = { api = 4000, frontend = 8080 }
}

run "is_private_with_one_way_out" {
  assert {
    condition     = length(aws_subnet.public) == 2 && length(aws_subnet.private) == 2
    error_message = "Two zones have a public and a private subnet each."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private_internet) == 2
    error_message = "Both private subnets go out by the one NAT gateway."
  }

  assert {
    condition     = length(distinct(concat(aws_subnet.public[*].cidr_block, aws_subnet.private[*].cidr_block))) == 4
    error_message = "No two subnets have the same addresses."
  }

  assert {
    condition     = toset(output.task_subnet_ids) == toset(aws_subnet.private[*].id) && !output.assign_public_ip
    error_message = "Tasks are in the private subnets, without public addresses."
  }

  assert {
    condition     = length(aws_flow_log.this) == 0 && length(aws_vpc_endpoint.interface) == 0
    error_message = "Flow logs and endpoints are off unless asked for."
  }
}

run "opens_nothing_but_the_load_balancer" {
  command = plan

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.internet_to_load_balancer) == ["http"] && aws_vpc_security_group_ingress_rule.internet_to_load_balancer["http"].from_port == 80
    error_message = "Without HTTPS, the internet may connect to port 80 only."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.path : rule.cidr_ipv4 == null])
    error_message = "Within the network, who may connect is said by group."
  }

  assert {
    condition = { for name, rule in aws_vpc_security_group_ingress_rule.path : name => rule.from_port } == {
      load_balancer_to_api      = 4000
      load_balancer_to_frontend = 8080
      api_to_database           = 5432
      api_to_cache              = 6379
    }
    error_message = "The paths are those from load balancer to tasks, and from the API to its stores."
  }
}

run "opens_https" {
  command = plan

  variables {
    enable_https = true
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.internet_to_load_balancer : rule.to_port]) == toset([80, 443])
    error_message = "With HTTPS, ports 80 and 443 are open."
  }
}

run "has_a_nat_gateway_in_each_zone" {
  command = plan

  variables {
    egress     = "nat_per_zone"
    zone_count = 3
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && length(aws_eip.nat) == 3 && length(aws_subnet.private) == 3
    error_message = "Each of three zones has a NAT gateway."
  }
}

run "puts_tasks_in_public_subnets" {
  variables {
    egress = "public_tasks"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_route.private_internet) == 0
    error_message = "There is no NAT gateway, and the private subnets have no way out."
  }

  assert {
    condition     = toset(output.task_subnet_ids) == toset(aws_subnet.public[*].id) && output.assign_public_ip
    error_message = "Tasks are in the public subnets, with public addresses."
  }
}

run "has_endpoints_and_no_way_to_the_internet" {
  variables {
    egress = "endpoints"
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
    error_message = "Each service that a task needs has an endpoint."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_vpc_security_group_egress_rule.tasks_to_aws) == 0
    error_message = "No rule lets a task out of the network."
  }

  assert {
    condition     = length(aws_vpc_security_group_egress_rule.tasks_to_endpoints) == 2 && length(aws_vpc_security_group_egress_rule.tasks_to_s3) == 2 && length(aws_vpc_security_group_ingress_rule.tasks_to_endpoints) == 2
    error_message = "Both services reach the endpoints and S3."
  }
}

run "logs_connections" {
  command = plan

  variables {
    enable_flow_logs        = true
    flow_log_retention_days = 7
  }

  assert {
    condition     = aws_flow_log.this[0].traffic_type == "ALL" && aws_cloudwatch_log_group.flow[0].retention_in_days == 7
    error_message = "All traffic is logged, and kept for the days asked for."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "Zero to Running"
  }

  expect_failures = [var.name]
}

run "refuses_too_few_addresses" {
  command = plan

  variables {
    cidr_block = "10.0.0.0/24"
  }

  expect_failures = [var.cidr_block]
}

run "refuses_one_zone" {
  command = plan

  variables {
    zone_count = 1
  }

  expect_failures = [var.zone_count]
}

run "refuses_an_unknown_egress" {
  command = plan

  variables {
    egress = "internet"
  }

  expect_failures = [var.egress]
}

run "refuses_an_unknown_retention" {
  command = plan

  variables {
    flow_log_retention_days = 8
  }

  expect_failures = [var.flow_log_retention_days]
}

run "refuses_a_port_that_is_none" {
  command = plan

  variables {
    ports = { api = 70000, frontend = 8080 }
  }

  expect_failures = [var.ports]
}

run "refuses_fewer_zones_than_asked_for" {
  command = plan

  variables {
    zone_names = ["us-east-1a"]
  }

  expect_failures = [var.zone_names]
}

run "is_in_zones_that_fargate_runs_in" {
  command = plan

  assert {
    condition     = local.zones == tolist(["us-east-1b", "us-east-1c"])
    error_message = "A zone in which Fargate does not run is left out."
  }
}

run "is_in_the_zones_asked_for" {
  command = plan

  variables {
    zone_names = ["us-east-1d", "us-east-1b"]
  }

  assert {
    condition     = local.zones == tolist(["us-east-1d", "us-east-1b"])
    error_message = "Zones are as asked."
  }
}

run "answers_by_ipv6" {
  command = plan

  variables {
    enable_ipv6  = true
    enable_https = true
  }

  assert {
    condition     = aws_vpc.this.assign_generated_ipv6_cidr_block && length(aws_route.public_internet_ipv6) == 1 && keys(aws_vpc_security_group_ingress_rule.internet_to_load_balancer_ipv6) == ["http", "https"]
    error_message = "The load balancer can be reached by IPv6 as by IPv4."
  }
}
