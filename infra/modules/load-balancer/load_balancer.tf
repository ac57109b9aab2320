resource "aws_lb" "this" {
  name               = var.name
  load_balancer_type = "application"
  internal           = false
  subnets            = var.subnet_ids
  security_groups    = [var.security_group_id]
  ip_address_type    = var.domain == null ? "ipv4" : "dualstack"

  # Below the API's keep-alive of 65 seconds: the one that closes a connection must be the one that uses it.
  idle_timeout               = 60
  drop_invalid_header_fields = true
  enable_deletion_protection = var.enable_deletion_protection

  access_logs {
    bucket  = aws_s3_bucket.access_logs.id
    enabled = true
  }

  # AWS tries to write to it when the load balancer is made.
  depends_on = [aws_s3_bucket_policy.access_logs]
}
