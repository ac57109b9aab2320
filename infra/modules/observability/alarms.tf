# One table: what is measured, of what, and from which value on somebody should know.
locals {
  load_balancer = { LoadBalancer = var.load_balancer_arn_suffix }
  database      = { DBInstanceIdentifier = var.database_identifier }

  alarms = merge(
    {
      load-balancer-5xx = {
        description = "The load balancer itself answers with errors: no target takes requests."
        namespace   = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.load_balancer
        statistic   = "Sum", period = 300, periods = 1, over = var.thresholds.server_errors_per_5_minutes
      }
      database-cpu = {
        description = "The database's CPU is busy."
        namespace   = "AWS/RDS", metric = "CPUUtilization", dimensions = local.database
        statistic   = "Average", period = 300, periods = 3, over = var.thresholds.cpu_percent
      }
      database-connections = {
        description = "The database has nearly as many connections as it can take."
        namespace   = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.database
        statistic   = "Maximum", period = 300, periods = 2, over = var.thresholds.database_connections
      }
      database-storage = {
        description = "The database's storage is nearly full."
        namespace   = "AWS/RDS", metric = "FreeStorageSpace", dimensions = local.database
        statistic   = "Minimum", period = 300, periods = 1, under = var.thresholds.free_storage_gib * 1024 * 1024 * 1024
      }
    },
    { for name, service in var.services : "${name}-5xx" => {
      description = "The ${name} answers with errors."
      namespace   = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count"
      dimensions  = merge(local.load_balancer, { TargetGroup = service.target_group_arn_suffix })
      statistic   = "Sum", period = 300, periods = 1, over = var.thresholds.server_errors_per_5_minutes
    } },
    { for name, service in var.services : "${name}-latency" => {
      description = "One request in a hundred to the ${name} takes too long."
      namespace   = "AWS/ApplicationELB", metric = "TargetResponseTime"
      dimensions  = merge(local.load_balancer, { TargetGroup = service.target_group_arn_suffix })
      statistic   = "p99", period = 60, periods = 5, over = var.thresholds.latency_p99_seconds
    } },
    { for name, service in var.services : "${name}-unhealthy-targets" => {
      description = "Tasks of the ${name} do not take traffic."
      namespace   = "AWS/ApplicationELB", metric = "UnHealthyHostCount"
      dimensions  = merge(local.load_balancer, { TargetGroup = service.target_group_arn_suffix })
      statistic   = "Maximum", period = 60, periods = 3, over = 0
    } },
    { for name, service in var.services : "${name}-cpu" => {
      description = "Tasks of the ${name} are busy, as many as there may be."
      namespace   = "AWS/ECS", metric = "CPUUtilization"
      dimensions  = { ClusterName = var.cluster_name, ServiceName = service.ecs_service_name }
      statistic   = "Average", period = 300, periods = 3, over = var.thresholds.cpu_percent
    } },
    { for name, service in var.services : "${name}-memory" => {
      description = "Tasks of the ${name} have hardly any memory left."
      namespace   = "AWS/ECS", metric = "MemoryUtilization"
      dimensions  = { ClusterName = var.cluster_name, ServiceName = service.ecs_service_name }
      statistic   = "Average", period = 300, periods = 2, over = var.thresholds.memory_percent
    } },
    { for number, node in var.cache_node_ids : "cache-${number + 1}-cpu" => {
      description = "The cache's CPU is busy."
      namespace   = "AWS/ElastiCache", metric = "EngineCPUUtilization", dimensions = { CacheClusterId = node }
      statistic   = "Average", period = 300, periods = 3, over = var.thresholds.cpu_percent
    } },
    { for number, node in var.cache_node_ids : "cache-${number + 1}-evictions" => {
      description = "The cache throws away what is still wanted: it is too small."
      namespace   = "AWS/ElastiCache", metric = "Evictions", dimensions = { CacheClusterId = node }
      statistic   = "Sum", period = 300, periods = 3, over = var.thresholds.evictions_per_5_minutes
    } },
    { for service in var.health_metrics.services : "health-${service}" => {
      description = "The API reports that its ${service} is unhealthy."
      namespace   = var.health_metrics.namespace, metric = "Healthy"
      dimensions  = { Environment = var.health_metrics.environment, Service = service }
      statistic   = "Minimum", period = 60, periods = 3, under = 1
    } },
  )

  # What a deployment watches: that which its own tasks can bring about.
  deployment_alarms = [for name in keys(var.services) : "${name}-5xx"]
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}_${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = try(each.value.under, null) == null ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.under, each.value.over)
  # Nothing is said of what does not run, such as tasks that sleep.
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  ok_actions         = [aws_sns_topic.alarms.arn]
}
