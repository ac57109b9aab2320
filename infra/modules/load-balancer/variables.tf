variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "vpc_id" {
  description = "Network of the load balancer and its targets."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name two subnets at least, in different zones."
  }
}

variable "security_group_id" {
  description = "Group that says who may connect, and to whom the load balancer may."
  type        = string
}

variable "targets" {
  description = <<-EOT
    The services behind it, by name: the port they listen on, the path that says whether traffic should come, and the paths
    that are theirs. The one without paths gets all the others.
  EOT
  type = map(object({
    port              = number
    health_check_path = string
    path_patterns     = optional(list(string), [])
    priority          = optional(number)
  }))

  validation {
    condition     = length([for target in values(var.targets) : target if length(target.path_patterns) == 0]) == 1
    error_message = "targets must have exactly one service without path_patterns, which gets what the others do not."
  }

  validation {
    condition     = alltrue([for target in values(var.targets) : length(target.path_patterns) <= 5])
    error_message = "targets must have at most 5 path_patterns each: a rule of a load balancer takes no more."
  }

  validation {
    condition     = alltrue([for target in values(var.targets) : length(target.path_patterns) == 0 || target.priority != null])
    error_message = "targets with path_patterns must have a priority."
  }

  validation {
    condition     = alltrue([for target in values(var.targets) : target.port >= 1 && target.port <= 65535 && floor(target.port) == target.port])
    error_message = "targets must have ports that are whole numbers from 1 to 65535."
  }

  validation {
    condition     = alltrue([for target in values(var.targets) : startswith(target.health_check_path, "/")])
    error_message = "targets must have a health_check_path that begins with a slash, such as /health/ready."
  }
}

variable "domain" {
  description = "Domain name and the id of its Route 53 zone: HTTPS, and a redirect from HTTP. Without it, plain HTTP on the load balancer's own name."
  type = object({
    name    = string
    zone_id = string
  })
  default = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain.name)) && length(var.domain.name) <= 64
    error_message = "domain.name must be a domain in lower case of at most 64 letters, for a certificate takes no more, such as app.example.com."
  }

  validation {
    condition     = var.domain == null ? true : can(regex("^Z[A-Z0-9]{5,31}$", var.domain.zone_id))
    error_message = "domain.zone_id must be the id of a hosted zone of Route 53, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "deregistration_delay_seconds" {
  description = "How long a target that leaves may finish requests; below the two minutes that Spot gives notice."
  type        = number
  default     = 30

  validation {
    condition     = var.deregistration_delay_seconds >= 0 && var.deregistration_delay_seconds < 120
    error_message = "deregistration_delay_seconds must be from 0 to 119, for Spot takes a task away after 120."
  }
}

variable "enable_deletion_protection" {
  description = "Whether deleting the load balancer has to be permitted first."
  type        = bool
  default     = true
}

variable "access_log_retention_days" {
  description = "Days to keep the log of every request, in S3."
  type        = number
  default     = 30

  validation {
    condition     = var.access_log_retention_days >= 1 && floor(var.access_log_retention_days) == var.access_log_retention_days
    error_message = "access_log_retention_days must be a whole number from 1."
  }
}

variable "enable_log_bucket_force_destroy" {
  description = "Whether the bucket of access logs goes even when it is not empty."
  type        = bool
  default     = false
}

variable "enable_waf" {
  description = "Whether a web application firewall with AWS's managed rules stands before it."
  type        = bool
  default     = false
}

variable "waf_requests_per_five_minutes" {
  description = "How many requests one address may make in five minutes, where the firewall stands."
  type        = number
  default     = 3000

  validation {
    condition     = var.waf_requests_per_five_minutes >= 100 && var.waf_requests_per_five_minutes <= 2000000000
    error_message = "waf_requests_per_five_minutes must be from 100 to 2000000000."
  }
}

variable "waf_mode" {
  description = "What the firewall does with a request that a rule finds: `block`, or `count`, to look at first what it would block."
  type        = string
  default     = "block"

  validation {
    condition     = contains(["block", "count"], var.waf_mode)
    error_message = "waf_mode must be block or count."
  }
}

variable "waf_log_retention_days" {
  description = "Days to keep the firewall's log."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.waf_log_retention_days)
    error_message = "waf_log_retention_days must be a period that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}
