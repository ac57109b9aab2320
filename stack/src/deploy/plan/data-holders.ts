/** What resources of these types hold; to replace or destroy one loses it. */
export const dataHolders: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'logs',
  aws_db_instance: 'the database',
  aws_dynamodb_table: 'a table',
  aws_ecr_repository: 'images, among them those to roll back to',
  aws_efs_file_system: 'files',
  aws_elasticache_cluster: "the cache's entries",
  aws_elasticache_replication_group: "the cache's entries",
  aws_elasticache_serverless_cache: "the cache's entries",
  aws_kms_key: 'a key, without which what it encrypts is lost',
  aws_rds_cluster: 'the database',
  aws_s3_bucket: 'objects',
  aws_secretsmanager_secret: 'a secret',
};
