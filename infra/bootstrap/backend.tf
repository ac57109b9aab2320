# The bucket holds the state of its own making as well. `make bootstrap` begins with a local state where there is no bucket
# yet, and moves it here. Without `encrypt`, which would ask for S3's own keys, the bucket's default holds: KMS.
terraform {
  backend "s3" {
    key          = "bootstrap/terraform.tfstate"
    use_lockfile = true
  }
}
