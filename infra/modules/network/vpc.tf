data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  # Zones in which Fargate does not run, by id, for their names differ from account to account ("Regions for ECS on Fargate").
  zones_without_fargate = ["apne1-az3", "usw1-az2"]

  zone_ids = zipmap(data.aws_availability_zones.available.names, data.aws_availability_zones.available.zone_ids)
  zones    = slice(coalesce(var.zone_names, [for name in data.aws_availability_zones.available.names : name if !contains(local.zones_without_fargate, local.zone_ids[name])]), 0, var.zone_count)
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_hostnames = true
  enable_dns_support   = true

  # Free of charge. Only the load balancer uses it.
  assign_generated_ipv6_cidr_block = var.enable_ipv6
  tags                             = { Name = var.name }
}

# AWS makes it with the network, open within itself; without rules, nothing that is put in it by mistake is reachable.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.name}-default-closed" }
}
