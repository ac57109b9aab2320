data "aws_region" "current" {}

locals {
  # What a task asks for before and while it runs: image, log, secrets, and what its settings ask for.
  interface_endpoints = var.egress != "endpoints" ? toset([]) : toset(concat(
    ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
    var.enable_parameters ? ["ssm"] : [],
    var.enable_execute_command ? ["ssmmessages"] : [],
  ))
}

# Free of charge, and an image's layers come by it.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${data.aws_region.current.id}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat([aws_route_table.public.id], aws_route_table.private[*].id)
  tags              = { Name = "${var.name}-s3" }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = local.interface_endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${data.aws_region.current.id}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints[0].id]
  private_dns_enabled = true
  tags                = { Name = "${var.name}-${each.key}" }
}
