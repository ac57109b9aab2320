variable "product" {
  description = "First part of each repository's name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.product))
    error_message = "product must be lower-case letters, digits and single hyphens, beginning with a letter."
  }
}

variable "repositories" {
  description = "Second part of each repository's name."
  type        = set(string)
  default     = ["api", "frontend"]

  validation {
    condition     = length(var.repositories) > 0 && alltrue([for repository in var.repositories : can(regex("^[a-z0-9]+([._-][a-z0-9]+)*$", repository))])
    error_message = "repositories must name one at least, each in lower-case letters and digits, with single dots, hyphens or underscores between them."
  }
}

variable "kept_images" {
  description = "How many images to keep that were never deployed nor released."
  type        = number
  default     = 30

  validation {
    condition     = var.kept_images >= 5 && var.kept_images <= 1000
    error_message = "kept_images must be from 5 to 1000."
  }
}

variable "enable_force_delete" {
  description = "Whether a repository that still has images can be destroyed."
  type        = bool
  default     = false
}

variable "environments" {
  description = "Environments whose images are kept: `make deploy` gives what it deploys a tag such as `production-1.2.0`."
  type        = set(string)
  default     = ["dev", "production"]

  validation {
    condition     = length(var.environments) > 0 && length(var.environments) <= 20 && alltrue([for environment in var.environments : can(regex("^[a-z][a-z0-9]{1,13}$", environment))])
    error_message = "environments must be 1 to 20, each of 2 to 14 lower-case letters and digits, beginning with a letter."
  }
}

variable "kept_deployments" {
  description = "How many deployed images of each environment to keep: as far as one can roll back."
  type        = number
  default     = 50

  validation {
    condition     = var.kept_deployments >= 5 && var.kept_deployments <= 1000
    error_message = "kept_deployments must be from 5 to 1000."
  }
}

variable "kept_releases" {
  description = "How many released images to keep."
  type        = number
  default     = 200

  validation {
    condition     = var.kept_releases >= 5 && var.kept_releases <= 1000
    error_message = "kept_releases must be from 5 to 1000."
  }
}

variable "pulling_account_ids" {
  description = "Other accounts that run images of these repositories, such as production's."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.pulling_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "pulling_account_ids must be account ids of 12 digits."
  }
}
