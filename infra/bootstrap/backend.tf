# The bucket holds the state of its own making as well. `make bootstrap` begins with a local state where there is no bucket
# yet, and moves it here.
terraform {
  backend "s3" {
    key          = "bootstrap/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
