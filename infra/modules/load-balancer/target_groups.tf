resource "aws_lb_target_group" "this" {
  for_each = var.targets

  # Of six characters at most, so that one that has to be replaced can stand beside its successor.
  name_prefix          = substr("${each.key}-", 0, 6)
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = each.value.port
  deregistration_delay = var.deregistration_delay_seconds

  health_check {
    path                = each.value.health_check_path
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  lifecycle {
    create_before_destroy = true
  }
}
