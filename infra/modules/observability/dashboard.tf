data "aws_region" "current" {}

locals {
  target_groups = [for service in values(var.services) : service.target_group_arn_suffix]

  graphs = [
    {
      title   = "Requests and errors"
      stat    = "Sum"
      metrics = [for code in ["2XX", "4XX", "5XX"] : ["AWS/ApplicationELB", "HTTPCode_Target_${code}_Count", "LoadBalancer", var.load_balancer_arn_suffix]]
    },
    {
      title   = "Time to answer, in seconds (p50, p99)"
      stat    = "p99"
      metrics = [for pair in setproduct(local.target_groups, ["p50", "p99"]) : ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", var.load_balancer_arn_suffix, "TargetGroup", pair[0], { stat = pair[1] }]]
    },
    {
      title   = "Health, as the API reports it (1: healthy)"
      stat    = "Minimum"
      metrics = [for service in var.health_metrics.services : [var.health_metrics.namespace, "Healthy", "Environment", var.health_metrics.environment, "Service", service]]
    },
    {
      title   = "Latency of the stores, in milliseconds"
      stat    = "Average"
      metrics = [for service in var.health_metrics.services : [var.health_metrics.namespace, "LatencyMs", "Environment", var.health_metrics.environment, "Service", service]]
    },
    {
      title   = "CPU of the tasks, in percent"
      stat    = "Average"
      metrics = [for service in values(var.services) : ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", service.ecs_service_name]]
    },
    {
      title   = "Memory of the tasks, in percent"
      stat    = "Average"
      metrics = [for service in values(var.services) : ["AWS/ECS", "MemoryUtilization", "ClusterName", var.cluster_name, "ServiceName", service.ecs_service_name]]
    },
    {
      title   = "Database: CPU in percent, connections"
      stat    = "Average"
      metrics = [for metric in ["CPUUtilization", "DatabaseConnections"] : ["AWS/RDS", metric, "DBInstanceIdentifier", var.database_identifier]]
    },
    {
      title   = "Cache: CPU in percent, evictions"
      stat    = "Average"
      metrics = [for pair in setproduct(["EngineCPUUtilization", "Evictions"], var.cache_node_ids) : ["AWS/ElastiCache", pair[0], "CacheClusterId", pair[1]]]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for index, graph in local.graphs : {
      type   = "metric"
      x      = index % 2 * 12
      y      = floor(index / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = graph.title
        region  = data.aws_region.current.id
        view    = "timeSeries"
        period  = 60
        stat    = graph.stat
        metrics = graph.metrics
      }
    }]
  })
}
