mock_provider "aws" {
  source = "../../test/mocks"
}

variables {
  name              = "zero-to-running-test"
  vpc_id            = "vpc-1"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-1"

  targets = {
    api      = { port = 4000, health_check_path = "/health/ready", path_patterns = ["/api/*", "/health"], priority = 10 }
    frontend = { port = 8080, health_check_path = "/health" }
  }
}

run "serves_plain_http_without_a_domain" {
  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "forward" && length(aws_lb_listener.https) == 0 && length(aws_acm_certificate.this) == 0
    error_message = "Port 80 serves, and there is no other."
  }

  assert {
    condition     = output.url == "http://mock.us-east-1.elb.amazonaws.com"
    error_message = "The URL is the load balancer's own."
  }

  assert {
    condition     = keys(aws_lb_listener_rule.path) == ["api"] && aws_lb_listener_rule.path["api"].listener_arn == aws_lb_listener.http.arn
    error_message = "The API's paths are the API's; the frontend gets all others."
  }

  assert {
    condition     = aws_lb_target_group.this["api"].health_check[0].path == "/health/ready" && aws_lb_target_group.this["api"].target_type == "ip" && aws_lb_target_group.this["api"].deregistration_delay == "30"
    error_message = "Traffic comes to who is ready, and a target that leaves has 30 seconds."
  }

  assert {
    condition     = alltrue([for name, group in aws_lb_target_group.this : group.name_prefix == substr("${name}-", 0, 6)])
    error_message = "A target group can stand beside its successor."
  }

  assert {
    condition     = aws_lb.this.drop_invalid_header_fields && aws_lb.this.enable_deletion_protection && aws_lb.this.access_logs[0].enabled && aws_lb.this.idle_timeout == 60
    error_message = "Invalid headers are dropped, it is protected and logs, and closes connections before the API does."
  }

  assert {
    condition     = length(aws_wafv2_web_acl.this) == 0 && !aws_s3_bucket.access_logs.force_destroy
    error_message = "There is no firewall unless asked for, and the log stays."
  }
}

run "serves_https_on_a_domain" {
  variables {
    domain = { name = "app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "Port 80 only redirects."
  }

  assert {
    condition     = startswith(aws_lb_listener.https[0].ssl_policy, "ELBSecurityPolicy-TLS13-") && aws_lb_listener_rule.path["api"].listener_arn == aws_lb_listener.https[0].arn
    error_message = "Port 443 serves, by TLS 1.2 or 1.3."
  }

  assert {
    condition     = output.url == "https://app.example.com" && keys(aws_route53_record.load_balancer) == ["A", "AAAA"] && aws_lb.this.ip_address_type == "dualstack" && aws_route53_record.certificate[0].type == "CNAME"
    error_message = "The domain names the load balancer, and proves the certificate."
  }
}

run "has_a_firewall" {
  command = plan

  variables {
    enable_waf                    = true
    waf_requests_per_five_minutes = 500
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 1 && length(aws_wafv2_web_acl.this[0].rule) == 4
    error_message = "Three managed groups of rules and the rate limit stand before it."
  }

  assert {
    condition     = contains(flatten([for rule in aws_wafv2_web_acl.this[0].rule : [for statement in rule.statement : [for limit in statement.rate_based_statement : limit.limit]]]), 500)
    error_message = "An address may make the requests asked for."
  }
}

run "can_be_unprotected" {
  command = plan

  variables {
    enable_deletion_protection      = false
    enable_log_bucket_force_destroy = true
    access_log_retention_days       = 5
    deregistration_delay_seconds    = 0
  }

  assert {
    condition     = !aws_lb.this.enable_deletion_protection && aws_s3_bucket.access_logs.force_destroy && aws_s3_bucket_lifecycle_configuration.access_logs.rule[0].expiration[0].days == 5 && aws_lb_target_group.this["api"].deregistration_delay == "0"
    error_message = "It goes with its log, which is kept for five days."
  }
}

run "refuses_a_bad_name" {
  command = plan

  variables {
    name = "Load balancer"
  }

  expect_failures = [var.name]
}

run "refuses_one_subnet" {
  command = plan

  variables {
    subnet_ids = ["subnet-1"]
  }

  expect_failures = [var.subnet_ids]
}

run "refuses_two_services_for_everything" {
  command = plan

  variables {
    targets = {
      api      = { port = 4000, health_check_path = "/health" }
      frontend = { port = 8080, health_check_path = "/health" }
    }
  }

  expect_failures = [var.targets]
}

run "refuses_six_paths" {
  command = plan

  variables {
    targets = {
      api      = { port = 4000, health_check_path = "/health", path_patterns = ["/1", "/2", "/3", "/4", "/5", "/6"], priority = 1 }
      frontend = { port = 8080, health_check_path = "/health" }
    }
  }

  expect_failures = [var.targets]
}

run "refuses_paths_without_a_priority" {
  command = plan

  variables {
    targets = {
      api      = { port = 4000, health_check_path = "/health", path_patterns = ["/api/*"] }
      frontend = { port = 8080, health_check_path = "/health" }
    }
  }

  expect_failures = [var.targets]
}

run "refuses_an_address_as_domain" {
  command = plan

  variables {
    domain = { name = "https://app.example.com/", zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  expect_failures = [var.domain]
}

run "refuses_a_zone_by_name" {
  command = plan

  variables {
    domain = { name = "app.example.com", zone_id = "example.com" }
  }

  expect_failures = [var.domain]
}

run "refuses_a_delay_beyond_spots_notice" {
  command = plan

  variables {
    deregistration_delay_seconds = 120
  }

  expect_failures = [var.deregistration_delay_seconds]
}

run "refuses_half_a_day" {
  command = plan

  variables {
    access_log_retention_days = 0.5
  }

  expect_failures = [var.access_log_retention_days]
}

run "refuses_a_limit_that_waf_does_not_have" {
  command = plan

  variables {
    waf_requests_per_five_minutes = 10
  }

  expect_failures = [var.waf_requests_per_five_minutes]
}

run "refuses_a_port_that_is_none" {
  command = plan

  variables {
    targets = { all = { port = 0, health_check_path = "/health" } }
  }

  expect_failures = [var.targets]
}

run "refuses_a_health_check_without_a_slash" {
  command = plan

  variables {
    targets = { all = { port = 8080, health_check_path = "health" } }
  }

  expect_failures = [var.targets]
}

run "refuses_a_domain_too_long_for_a_certificate" {
  command = plan

  variables {
    domain = { name = "a23456789.b23456789.c23456789.d23456789.e23456789.f23456789.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  expect_failures = [var.domain]
}

run "refuses_a_firewall_that_asks" {
  command = plan

  variables {
    waf_mode = "captcha"
  }

  expect_failures = [var.waf_mode]
}

run "refuses_an_unknown_retention_of_the_firewall" {
  command = plan

  variables {
    waf_log_retention_days = 8
  }

  expect_failures = [var.waf_log_retention_days]
}

run "counts_before_it_blocks" {
  command = plan

  variables {
    enable_waf = true
    waf_mode   = "count"
  }

  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this[0].rule : length(rule.action) == 1 ? length(rule.action[0].count) == 1 && length(rule.action[0].block) == 0 : length(rule.override_action[0].count) == 1 && length(rule.override_action[0].none) == 0])
    error_message = "No rule blocks anything."
  }

  assert {
    condition     = toset([for field in aws_wafv2_web_acl_logging_configuration.this[0].redacted_fields : field.single_header[0].name]) == toset(["authorization", "cookie"])
    error_message = "The firewall's log has nobody's login in it."
  }
}
