terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }

  # The bucket is the account's, which `make plan` and `make deploy` say: -backend-config=bucket=…
  # Without `encrypt`, which would ask for S3's own keys, the bucket's default holds: KMS.
  backend "s3" {
    key          = "dev/terraform.tfstate"
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = length(var.allowed_account_ids) > 0 ? var.allowed_account_ids : null

  default_tags {
    tags = {
      Project     = local.product
      Environment = local.environment
      ManagedBy   = "terraform infra/environments/${local.environment}"
    }
  }
}
