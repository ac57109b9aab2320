resource "aws_security_group" "endpoints" {
  count = var.egress == "endpoints" ? 1 : 0

  name_prefix = "${var.name}-endpoints-"
  description = "AWS services inside the network"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-endpoints" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "tasks_to_endpoints" {
  for_each = var.egress == "endpoints" ? toset(["api", "frontend"]) : toset([])

  security_group_id            = aws_security_group.endpoints[0].id
  description                  = "From ${local.groups[each.key]}"
  referenced_security_group_id = aws_security_group.this[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "tasks_to_endpoints" {
  for_each = var.egress == "endpoints" ? toset(["api", "frontend"]) : toset([])

  security_group_id            = aws_security_group.this[each.key].id
  description                  = "AWS services inside the network"
  referenced_security_group_id = aws_security_group.endpoints[0].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

# An image's layers come from S3, whose gateway has a list of addresses and no group.
resource "aws_vpc_security_group_egress_rule" "tasks_to_s3" {
  for_each = var.egress == "endpoints" ? toset(["api", "frontend"]) : toset([])

  security_group_id = aws_security_group.this[each.key].id
  description       = "S3, by its gateway"
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
