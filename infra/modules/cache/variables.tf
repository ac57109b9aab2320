variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "subnet_ids" {
  description = "Private subnets, in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name two subnets at least, in different zones."
  }
}

variable "security_group_id" {
  description = "Group that says who may connect."
  type        = string
}

variable "node_type" {
  description = "Size of a node, such as `cache.t3.micro`."
  type        = string
  default     = "cache.t3.micro"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be a type of ElastiCache, such as cache.t3.micro or cache.t4g.micro."
  }
}

variable "enable_multi_az" {
  description = "Whether a replica in another zone takes over when the node fails; doubles the price."
  type        = bool
  default     = false
}

variable "auth_token_version" {
  description = "Raise it by one to give the cache a new token; running tasks read it again when the old one is refused."
  type        = number
  default     = 1

  validation {
    condition     = var.auth_token_version >= 1 && floor(var.auth_token_version) == var.auth_token_version
    error_message = "auth_token_version must be a whole number from 1."
  }
}

variable "log_retention_days" {
  description = "Days to keep the slow log."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

variable "secret_recovery_days" {
  description = "Days for which a deleted secret can be restored; 0 deletes it at once."
  type        = number
  default     = 7

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days must be 0, or from 7 to 30."
  }
}
