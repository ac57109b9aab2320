output "url" {
  description = "Where the application is."
  value       = var.domain == null ? "http://${aws_lb.this.dns_name}" : "https://${var.domain.name}"
}

output "arn_suffix" {
  description = "The load balancer, as metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_arns" {
  description = "Target group of each service."
  value       = { for name, group in aws_lb_target_group.this : name => group.arn }
  # ECS refuses a service whose target group no listener uses.
  depends_on = [aws_lb_listener.http, aws_lb_listener.https, aws_lb_listener_rule.path]
}

output "target_group_arn_suffixes" {
  description = "Target group of each service, as metrics name it."
  value       = { for name, group in aws_lb_target_group.this : name => group.arn_suffix }
}
