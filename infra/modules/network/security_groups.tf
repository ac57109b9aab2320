# Who may connect to whom, and nobody else: internet > load balancer > tasks > database, cache.
# Each rule is a resource of its own and names a group, not addresses; the exceptions say why.

locals {
  groups = {
    load_balancer = "The load balancer"
    api           = "Tasks of the API, and of its migrations"
    frontend      = "Tasks of the frontend"
    database      = "PostgreSQL"
    cache         = "Redis"
  }

  # From a group, to a group, on the port that the second listens on.
  paths = {
    load_balancer_to_api      = { from = "load_balancer", to = "api" }
    load_balancer_to_frontend = { from = "load_balancer", to = "frontend" }
    api_to_database           = { from = "api", to = "database" }
    api_to_cache              = { from = "api", to = "cache" }
  }

  public_ports = var.enable_https ? { http = 80, https = 443 } : { http = 80 }
}

resource "aws_security_group" "this" {
  for_each = local.groups

  name_prefix = "${var.name}-${replace(each.key, "_", "-")}-"
  description = each.value
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-${replace(each.key, "_", "-")}" }

  lifecycle {
    create_before_destroy = true
  }
}

# The load balancer is the one thing that the world may connect to.
resource "aws_vpc_security_group_ingress_rule" "internet_to_load_balancer" {
  for_each = local.public_ports

  security_group_id = aws_security_group.this["load_balancer"].id
  description       = "The internet, by ${each.key}"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_ingress_rule" "internet_to_load_balancer_ipv6" {
  for_each = var.enable_ipv6 ? local.public_ports : {}

  security_group_id = aws_security_group.this["load_balancer"].id
  description       = "The internet, by ${each.key} and IPv6"
  cidr_ipv6         = "::/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "path" {
  for_each = local.paths

  security_group_id            = aws_security_group.this[each.value.from].id
  description                  = "To ${local.groups[each.value.to]}"
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = var.ports[each.value.to]
  to_port                      = var.ports[each.value.to]
}

resource "aws_vpc_security_group_ingress_rule" "path" {
  for_each = local.paths

  security_group_id            = aws_security_group.this[each.value.to].id
  description                  = "From ${local.groups[each.value.from]}"
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = var.ports[each.value.to]
  to_port                      = var.ports[each.value.to]
}

# Addresses, because AWS's services (images, logs, secrets) have no group. HTTPS only.
resource "aws_vpc_security_group_egress_rule" "tasks_to_aws" {
  for_each = var.egress == "endpoints" ? toset([]) : toset(["api", "frontend"])

  security_group_id = aws_security_group.this[each.key].id
  description       = "AWS and other services, by HTTPS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
