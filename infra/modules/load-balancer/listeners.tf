locals {
  default_target = one([for name, target in var.targets : name if length(target.path_patterns) == 0])
  serving        = var.domain == null ? aws_lb_listener.http : one(aws_lb_listener.https)
}

# Plain HTTP serves where there is no domain, and only redirects where there is one.
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = var.domain == null ? "forward" : "redirect"
    target_group_arn = var.domain == null ? aws_lb_target_group.this[local.default_target].arn : null

    dynamic "redirect" {
      for_each = var.domain == null ? [] : [1]

      content {
        protocol    = "HTTPS"
        port        = "443"
        status_code = "HTTP_301"
      }
    }
  }
}

resource "aws_lb_listener" "https" {
  count = var.domain == null ? 0 : 1

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.this[0].certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[local.default_target].arn
  }
}

resource "aws_lb_listener_rule" "path" {
  for_each = { for name, target in var.targets : name => target if length(target.path_patterns) > 0 }

  listener_arn = local.serving.arn
  priority     = each.value.priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }

  condition {
    path_pattern {
      values = each.value.path_patterns
    }
  }
}
