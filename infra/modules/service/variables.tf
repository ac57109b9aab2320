variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "service" {
  description = "Name of the service, such as `api`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,20}$", var.service))
    error_message = "service must be 1 to 21 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "cluster_arn" {
  description = "Cluster that the tasks run in."
  type        = string
}

variable "cluster_name" {
  description = "Name of that cluster."
  type        = string
}

variable "container" {
  description = <<-EOT
    What a task runs: an image by digest, the port it listens on, the user it runs as, plain environment variables, secrets of
    Secrets Manager (name of the variable to `ARN` or `ARN:key::version`), parameters of Systems Manager (to their ARN), and
    paths that may be written to, the rest being read-only.
  EOT
  type = object({
    image          = string
    port           = number
    user           = string
    environment    = optional(map(string), {})
    secrets        = optional(map(string), {})
    parameters     = optional(map(string), {})
    writable_paths = optional(list(string), [])
  })

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.container.image))
    error_message = "container.image must name an image by digest, such as repository@sha256:0123…, for a tag can be moved."
  }

  validation {
    condition     = can(regex("^[1-9][0-9]*:[1-9][0-9]*$", var.container.user))
    error_message = "container.user must be the numbers of a user and a group, neither of them root, such as 101:101."
  }

  validation {
    condition     = length(distinct(concat(keys(var.container.environment), keys(var.container.secrets), keys(var.container.parameters)))) == length(var.container.environment) + length(var.container.secrets) + length(var.container.parameters)
    error_message = "container.environment, secrets and parameters must not have a variable in common."
  }

  validation {
    condition     = var.container.port >= 1 && var.container.port <= 65535 && floor(var.container.port) == var.container.port
    error_message = "container.port must be a whole number from 1 to 65535."
  }

  validation {
    condition     = alltrue([for path in var.container.writable_paths : startswith(path, "/")])
    error_message = "container.writable_paths must be absolute, such as /tmp."
  }
}

variable "one_off_tasks" {
  description = <<-EOT
    Tasks with the same image that are run by hand or by a deployment, by name: their command, and their own environment and secrets.
    With `enable_sessions`, one may open a session in it, which it needs a writable root for; it may then do nothing else in AWS.
  EOT
  type = map(object({
    command         = list(string)
    environment     = optional(map(string), {})
    secrets         = optional(map(string), {})
    enable_sessions = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for name, task in var.one_off_tasks : can(regex("^[a-z][a-z0-9-]{0,20}$", name)) && length(task.command) > 0])
    error_message = "one_off_tasks must have names of 1 to 21 lower-case letters, digits and hyphens, beginning with a letter, and a command each."
  }
}

variable "cpu_units" {
  description = "CPU of a task; 1024 is one core."
  type        = number
  default     = 256

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu_units)
    error_message = "cpu_units must be 256, 512, 1024, 2048, 4096, 8192 or 16384."
  }
}

variable "memory_mib" {
  description = "Memory of a task in MiB."
  type        = number
  default     = 512

  validation {
    condition     = var.cpu_units == 256 ? contains([512, 1024, 2048], var.memory_mib) : try(var.memory_mib >= local.memory_sizes[var.cpu_units].from && var.memory_mib <= local.memory_sizes[var.cpu_units].to && var.memory_mib % local.memory_sizes[var.cpu_units].step == 0, true)
    error_message = "memory_mib must be a size that Fargate has for cpu_units: 512, 1024 or 2048 for 256; else, in steps of 1024, 1024 to 4096 for 512, 2048 to 8192 for 1024, 4096 to 16384 for 2048 and 8192 to 30720 for 4096; in steps of 4096, 16384 to 61440 for 8192; in steps of 8192, 32768 to 122880 for 16384."
  }
}

variable "cpu_architecture" {
  description = "`X86_64`, or `ARM64`, which is a fifth cheaper; the image must be built for it."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be X86_64 or ARM64."
  }
}

variable "task_count" {
  description = "Least and most tasks."
  type = object({
    min = number
    max = number
  })
  default = { min = 1, max = 3 }

  validation {
    condition     = var.task_count.min >= 1 && var.task_count.min <= var.task_count.max && var.task_count.max <= 100
    error_message = "task_count must have 1 <= min <= max <= 100."
  }
}

variable "capacity_weights" {
  description = "How many tasks of each hundred, say, run on demand and how many on Spot, which is cheaper and can be taken away after two minutes' notice."
  type = object({
    on_demand = number
    spot      = number
  })
  default = { on_demand = 1, spot = 0 }

  validation {
    condition     = alltrue([for weight in values(var.capacity_weights) : weight >= 0 && weight <= 1000 && floor(weight) == weight]) && var.capacity_weights.on_demand + var.capacity_weights.spot > 0
    error_message = "capacity_weights must be whole numbers from 0 to 1000, and not both 0."
  }
}

variable "autoscaling" {
  description = "Target tracking: average CPU in percent, and requests a minute for each task."
  type = object({
    cpu_percent                  = optional(number, 60)
    requests_per_task_per_minute = optional(number, 6000)
  })
  default = {}

  validation {
    condition     = var.autoscaling.cpu_percent >= 10 && var.autoscaling.cpu_percent <= 90 && var.autoscaling.requests_per_task_per_minute >= 1
    error_message = "autoscaling.cpu_percent must be from 10 to 90, and requests_per_task_per_minute at least 1."
  }
}

variable "off_hours" {
  description = "When to run no task at all: cron expressions of EventBridge for going to sleep and waking up, in a time zone. null: never."
  type = object({
    sleep_cron = string
    wake_cron  = string
    time_zone  = optional(string, "UTC")
  })
  default = null

  validation {
    condition     = var.off_hours == null ? true : alltrue([for cron in [var.off_hours.sleep_cron, var.off_hours.wake_cron] : can(regex(local.cron_form, cron)) && length(regexall(" \\?( |\\))", cron)) == 1])
    error_message = "off_hours.sleep_cron and wake_cron must have the six fields minutes, hours, day of month, month, day of week and year, with ? in exactly one of the days, such as cron(0 19 ? * MON-FRI *)."
  }

  validation {
    condition     = var.off_hours == null ? true : var.off_hours.time_zone == "UTC" || can(regex("^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_+-]+(/[A-Z][A-Za-z_+-]+)?$", var.off_hours.time_zone))
    error_message = "off_hours.time_zone must be UTC or a name of the IANA time zones, such as Europe/Berlin."
  }
}

variable "network" {
  description = "Where tasks run: subnets, the group that says who may connect, and whether they have a public address."
  type = object({
    subnet_ids        = list(string)
    security_group_id = string
    assign_public_ip  = bool
  })
}

variable "target" {
  description = "Target group of the load balancer, and the names that metrics have for both."
  type = object({
    group_arn                = string
    group_arn_suffix         = string
    load_balancer_arn_suffix = string
  })
}

variable "repository_arn" {
  description = "Repository that the image is fetched from."
  type        = string
}

variable "readable_secret_arns" {
  description = "Secrets that the running container itself may read, to learn a password that was changed."
  type        = list(string)
  default     = []
}

variable "permissions_boundary_arn" {
  description = "Policy that no role of the tasks can go beyond; null: none."
  type        = string
  default     = null
}

variable "deployment_alarm_names" {
  description = "Alarms that stop a deployment and roll it back."
  type        = list(string)
  default     = []
}

variable "enable_execute_command" {
  description = "Whether one may open a session in a running container with `aws ecs execute-command`; its root is writable then, for the agent writes to it."
  type        = bool
  default     = false
}

variable "writable_mib" {
  description = "Room of each writable path, in MiB. It is memory, and counts as the task's."
  type        = number
  default     = 64

  validation {
    condition     = var.writable_mib >= 1 && floor(var.writable_mib) == var.writable_mib
    error_message = "writable_mib must be a whole number from 1."
  }
}

variable "stop_timeout_seconds" {
  description = "How long a container may take to end; more than the 25 seconds that the API gives itself."
  type        = number
  default     = 30

  validation {
    condition     = var.stop_timeout_seconds > 25 && var.stop_timeout_seconds <= 120
    error_message = "stop_timeout_seconds must be from 26 to 120."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}
