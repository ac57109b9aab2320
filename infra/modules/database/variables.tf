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

variable "database_name" {
  description = "Name of the application's database."
  type        = string
  default     = "app"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "database_name must be 1 to 63 lower-case letters, digits and underscores, beginning with a letter."
  }
}

variable "instance_class" {
  description = "Size of the instance, such as `db.t3.micro`."
  type        = string
  default     = "db.t3.micro"

  validation {
    condition     = can(regex("^db\\.(t3\\.(micro|small|medium|large|xlarge|2xlarge)|t4g\\.(micro|small|medium|large|xlarge|2xlarge)|[mr](5|6g|6i|7g|7i|8g)\\.(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge|24xlarge))$", var.instance_class))
    error_message = "instance_class must be a class that PostgreSQL 16 runs on: db.t3.* or db.t4g.*, from micro to 2xlarge, or db.m5.*, m6g, m6i, m7g, m7i, m8g and the same with r, from large to 24xlarge."
  }
}

variable "storage_gib" {
  description = "Storage to begin with, in GiB."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 20 && var.storage_gib <= 59578 && floor(var.storage_gib) == var.storage_gib
    error_message = "storage_gib must be a whole number from 20 to 59578: gp3 begins at 20 GiB, and RDS ends at 65536, up to which it must be able to grow by 10 %."
  }
}

variable "max_storage_gib" {
  description = "Up to how many GiB storage grows by itself."
  type        = number
  default     = 100

  validation {
    condition     = var.max_storage_gib >= var.storage_gib * 1.1 && var.max_storage_gib <= 65536 && floor(var.max_storage_gib) == var.max_storage_gib
    error_message = "max_storage_gib must be a whole number, at least a tenth more than storage_gib, for AWS grows storage by 10 %, and at most 65536."
  }
}

variable "backup_retention_days" {
  description = "Days to keep the daily backups, and to which any second can be restored."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "backup_retention_days must be a whole number from 7 to 35."
  }
}

variable "enable_multi_az" {
  description = "Whether a standby in another zone takes over when the instance fails; doubles the price."
  type        = bool
  default     = false
}

variable "enable_deletion_protection" {
  description = "Whether deleting the instance has to be permitted first, by applying with this switched off."
  type        = bool
  default     = true
}

variable "enable_final_snapshot" {
  description = "Whether a snapshot is left when the instance is deleted."
  type        = bool
  default     = true
}

variable "enable_immediate_changes" {
  description = "Whether a change of class, storage or standby is carried out at once, with some minutes of outage, and not in the maintenance window."
  type        = bool
  default     = false
}

variable "enable_performance_insights" {
  description = "Whether the load by statement is recorded; seven days are free of charge."
  type        = bool
  default     = true
}

variable "slow_query_ms" {
  description = "Statements that take longer than this many milliseconds are logged; -1 logs none."
  type        = number
  default     = 500

  validation {
    condition     = var.slow_query_ms >= -1 && floor(var.slow_query_ms) == var.slow_query_ms
    error_message = "slow_query_ms must be a whole number of milliseconds, or -1 for none."
  }
}

variable "log_retention_days" {
  description = "Days to keep the server's log."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

variable "snapshot_identifier" {
  description = "Snapshot that a new instance begins with; null: empty. It means nothing to one that is there."
  type        = string
  default     = null

  validation {
    condition     = var.snapshot_identifier == null ? true : can(regex("^[a-zA-Z][a-zA-Z0-9:-]{0,254}$", var.snapshot_identifier))
    error_message = "snapshot_identifier must be the name of a snapshot, such as shop-dev-final-20260101120000."
  }
}
