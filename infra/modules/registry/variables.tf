variable "project" {
  description = "First part of each repository's name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.project))
    error_message = "project must be 2 to 41 lower-case letters, digits and hyphens, beginning with a letter."
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
  description = "How many images of each repository to keep: as far as one can roll back."
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
