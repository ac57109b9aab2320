variable "region" {
  description = "Region of AWS."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region of AWS, such as us-east-1."
  }
}

variable "allowed_account_ids" {
  description = "Accounts that may be changed; any, where empty."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids must be account ids of 12 digits."
  }
}

variable "project" {
  description = "Prefix of everything."
  type        = string
  default     = "zero-to-running"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project))
    error_message = "project must be 3 to 20 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "environments" {
  description = "Environments that GitHub may deploy to."
  type        = set(string)
  default     = ["dev", "production"]

  validation {
    condition     = length(var.environments) > 0 && alltrue([for environment in var.environments : can(regex("^[a-z][a-z0-9-]{0,18}$", environment))])
    error_message = "environments must name one at least, each of 1 to 19 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "github_repository" {
  description = "Repository of GitHub that may deploy; null: none. The ids are optional, see modules/deploy-role."
  type = object({
    owner    = string
    name     = string
    owner_id = optional(string)
    id       = optional(string)
  })
  default = null

  validation {
    condition     = var.github_repository == null ? true : can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", "${var.github_repository.owner}/${var.github_repository.name}"))
    error_message = "github_repository.owner and name must be as in the repository's address, without wildcards."
  }

  validation {
    condition     = var.github_repository == null ? true : alltrue([for id in [var.github_repository.owner_id, var.github_repository.id] : id == null ? true : can(regex("^[0-9]+$", id))]) && (var.github_repository.owner_id == null) == (var.github_repository.id == null)
    error_message = "github_repository.owner_id and id must be numbers, and given both or neither: gh api repos/OWNER/NAME shows them."
  }
}

variable "enable_oidc_provider" {
  description = "Whether to make the account's identity provider for GitHub. An account has one at most: switch it off where there is one."
  type        = bool
  default     = true
}

variable "enable_force_destroy" {
  description = "Whether state and images go with their bucket and repositories. For trying out only."
  type        = bool
  default     = false
}
