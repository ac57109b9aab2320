locals {
  off_hours = var.off_hours == null ? {} : {
    sleep = { schedule = var.off_hours.sleep_cron, min = 0, max = 0 }
    wake  = { schedule = var.off_hours.wake_cron, min = var.task_count.min, max = var.task_count.max }
  }
}

resource "aws_appautoscaling_scheduled_action" "off_hours" {
  for_each = local.off_hours

  name               = "${local.full_name}-${each.key}"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  schedule           = each.value.schedule
  timezone           = var.off_hours.time_zone

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }

  lifecycle {
    replace_triggered_by = [terraform_data.task_count]
  }
}
