variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to; each has to confirm once."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

variable "load_balancer_arn_suffix" {
  description = "The load balancer, as metrics name it."
  type        = string
}

variable "services" {
  description = "The services, by name: name in ECS, and target group as metrics name it."
  type = map(object({
    ecs_service_name        = string
    target_group_arn_suffix = string
  }))
}

variable "cluster_name" {
  description = "Cluster of the services."
  type        = string
}

variable "database_identifier" {
  description = "Instance of the database."
  type        = string
}

variable "cache_node_ids" {
  description = "Nodes of the cache."
  type        = list(string)
}

variable "health_metrics" {
  description = "The API's own health report as metrics: namespace, environment, and the services whose state it says."
  type = object({
    namespace   = string
    environment = string
    services    = list(string)
  })
}

variable "thresholds" {
  description = "From which value an alarm is raised."
  type = object({
    server_errors_per_5_minutes = optional(number, 10)
    latency_p99_seconds         = optional(number, 1)
    cpu_percent                 = optional(number, 85)
    memory_percent              = optional(number, 85)
    free_storage_gib            = optional(number, 4)
    database_connections        = optional(number, 60)
    evictions_per_5_minutes     = optional(number, 100)
  })
  default = {}

  validation {
    condition     = alltrue([for threshold in values(var.thresholds) : threshold > 0])
    error_message = "thresholds must all be more than 0."
  }

  validation {
    condition     = var.thresholds.cpu_percent <= 100 && var.thresholds.memory_percent <= 100
    error_message = "thresholds.cpu_percent and memory_percent must be at most 100."
  }
}
