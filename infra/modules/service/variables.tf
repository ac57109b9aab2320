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
    What a task runs: an image by digest, the port it listens on, the user it runs as, plain environment variables, secrets
    (name of the variable to `ARN` or `ARN:key::`), and paths that may be written to, the rest being read-only.
  EOT
  type = object({
    image          = string
    port           = number
    user           = string
    environment    = optional(map(string), {})
    secrets        = optional(map(string), {})
    writable_paths = optional(list(string), [])
  })

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.container.image))
    error_message = "container.image must name an image by digest, such as repository@sha256:0123…, for a tag can be moved."
  }

  validation {
    condition     = var.container.user != "root" && var.container.user != "0" && !startswith(var.container.user, "0:")
    error_message = "container.user must not be root."
  }

  validation {
    condition     = length(setintersection(keys(var.container.environment), keys(var.container.secrets))) == 0
    error_message = "container.environment and container.secrets must not have a variable in common."
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
  description = "Tasks with the same image that are run by hand or by a deployment, by name: their command, and their own environment and secrets."
  type = map(object({
    command     = list(string)
    environment = optional(map(string), {})
    secrets     = optional(map(string), {})
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
    condition     = var.memory_mib >= var.cpu_units * 2 && var.memory_mib <= var.cpu_units * 8 && (var.memory_mib == 512 || var.memory_mib % 1024 == 0)
    error_message = "memory_mib must be 512 or a multiple of 1024, from 2 to 8 times cpu_units: Fargate has no others."
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
    condition     = var.off_hours == null ? true : alltrue([for cron in [var.off_hours.sleep_cron, var.off_hours.wake_cron] : can(regex("^cron\\(([^ ]+ ){5}[^ ]+\\)$", cron))])
    error_message = "off_hours.sleep_cron and wake_cron must have six fields, such as cron(0 19 ? * MON-FRI *)."
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

variable "deployment_alarm_names" {
  description = "Alarms that stop a deployment and roll it back."
  type        = list(string)
  default     = []
}

variable "enable_execute_command" {
  description = "Whether one may open a session in a running container with `aws ecs execute-command`."
  type        = bool
  default     = false
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
