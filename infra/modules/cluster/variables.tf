variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "enable_container_insights" {
  description = "Whether CloudWatch records figures of every task, which it charges for."
  type        = bool
  default     = false
}
