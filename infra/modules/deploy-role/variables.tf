variable "product" {
  description = "First part of the name of everything that the role may change."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.product))
    error_message = "product must be lower-case letters, digits and single hyphens, beginning with a letter."
  }
}

variable "github_environment" {
  description = "Environment of GitHub whose jobs may take on the role."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,100}$", var.github_environment))
    error_message = "github_environment must be 1 to 100 letters, digits, hyphens and underscores."
  }
}

variable "repository" {
  description = <<-EOT
    Repository of GitHub whose jobs may take on the role. The ids, which `gh api repos/OWNER/NAME` shows, stay the same when either
    is renamed, and are in the subjects that GitHub issues since July 2026; with them, both forms are accepted.
  EOT
  type = object({
    owner    = string
    name     = string
    owner_id = optional(string)
    id       = optional(string)
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.repository.owner)) && can(regex("^[A-Za-z0-9._-]+$", var.repository.name))
    error_message = "repository.owner and repository.name must be as in the repository's address, without wildcards."
  }

  validation {
    condition     = alltrue([for id in [var.repository.owner_id, var.repository.id] : id == null ? true : can(regex("^[0-9]+$", id))]) && (var.repository.owner_id == null) == (var.repository.id == null)
    error_message = "repository.owner_id and repository.id must be numbers, and given both or neither."
  }
}

variable "oidc_provider_arn" {
  description = "The account's identity provider for GitHub."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Policy that no role which the role makes can go beyond."
  type        = string
}

variable "hosted_zone_id" {
  description = "Zone of Route 53 that the environment's domain is in; null: it has none, and the role may change no record."
  type        = string
  default     = null

  validation {
    condition     = var.hosted_zone_id == null ? true : can(regex("^Z[A-Z0-9]{5,31}$", var.hosted_zone_id))
    error_message = "hosted_zone_id must be the id of a hosted zone of Route 53, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "domain_name" {
  description = "Domain of the environment: of its records and the one that validates its certificate, the role may change each, and no other of the zone."
  type        = string
  default     = null

  validation {
    condition     = (var.domain_name == null) == (var.hosted_zone_id == null)
    error_message = "domain_name and hosted_zone_id must be given both or neither, for other environments may have records in the same zone."
  }

  validation {
    condition     = var.domain_name == null ? true : can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain_name))
    error_message = "domain_name must be a domain in lower-case letters, such as app.example.com."
  }
}

variable "environment" {
  description = "Environment whose state the role may open."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,13}$", var.environment))
    error_message = "environment must be 2 to 14 lower-case letters and digits, beginning with a letter."
  }
}

variable "repository_arns" {
  description = "Repositories that the role may push images to."
  type        = list(string)
}

variable "enable_changes" {
  description = "Whether the role may change anything; without, it can plan and no more."
  type        = bool
}
