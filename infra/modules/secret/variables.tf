variable "name" {
  description = "Beginning of the secret's name; AWS adds what makes it unique."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,60}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 62 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "description" {
  description = "What the secret is for."
  type        = string
}

variable "username" {
  description = "Stored beside the password, as JSON `{username, password}`; without it, the secret is the password and nothing else."
  type        = string
  default     = null

  validation {
    condition     = var.username == null ? true : can(regex("^[a-z][a-z0-9_]{0,62}$", var.username))
    error_message = "username must be 1 to 63 lower-case letters, digits and underscores, beginning with a letter."
  }
}

variable "password_length" {
  description = "Letters and digits of the password."
  type        = number
  default     = 40

  validation {
    condition     = var.password_length >= 32 && var.password_length <= 128 && floor(var.password_length) == var.password_length
    error_message = "password_length must be a whole number from 32 to 128."
  }
}

variable "password_version" {
  description = "Raise it by one to make another password."
  type        = number
  default     = 1

  validation {
    condition     = var.password_version >= 1 && floor(var.password_version) == var.password_version
    error_message = "password_version must be a whole number from 1."
  }
}

variable "recovery_days" {
  description = "Days for which the secret can be restored when it was deleted; 0 deletes it at once."
  type        = number
  default     = 7

  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "recovery_days must be 0, or from 7 to 30."
  }
}
