import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateVpcCommand, DeleteVpcCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { CreateReplicationGroupCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';

/** What the tests make and look up in the mock AWS themselves. */
export class Account {
  readonly #endpoint: string;
  readonly #logs: CloudWatchLogsClient;
  readonly #ec2: EC2Client;
  readonly #ecs: ECSClient;
  readonly #rds: RDSClient;
  readonly #elasticache: ElastiCacheClient;
  readonly #ssm: SSMClient;

  constructor(port: number) {
    this.#endpoint = `http://127.0.0.1:${port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const settings = { region: 'us-east-1', endpoint: this.#endpoint, credentials };
    this.#logs = new CloudWatchLogsClient(settings);
    this.#ec2 = new EC2Client(settings);
    this.#ecs = new ECSClient(settings);
    this.#rds = new RDSClient(settings);
    this.#elasticache = new ElastiCacheClient(settings);
    this.#ssm = new SSMClient(settings);
  }

  async #s3(method: string, path: string, body?: string): Promise<Response> {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    return fetch(`${this.#endpoint}/${path}`, { method, headers: { authorization }, ...(body ? { body } : {}) });
  }

  /** Makes a bucket, if there is none, and gives it these tags alone. */
  async makeBucket(name: string, tags: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#s3('PUT', name);
    const set = Object.entries(tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
    if (set.length > 0) await this.#s3('PUT', `${name}?tagging`, `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`);
  }

  async removeBucket(name: string): Promise<void> {
    await this.#s3('DELETE', name);
  }

  async put(bucket: string, key: string, body: string): Promise<void> {
    await this.#s3('PUT', `${bucket}/${key}`, body);
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.#s3('DELETE', `${bucket}/${key}`);
  }

  async makeDatabase(name: string): Promise<void> {
    await this.#rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: name,
        DBInstanceClass: 'db.t4g.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        MasterUsername: 'postgres',
        MasterUserPassword: 'only-in-the-mock',
      }),
    );
  }

  async makeCache(name: string): Promise<void> {
    const description = 'Made by a test';
    await this.#elasticache.send(
      new CreateReplicationGroupCommand({
        ReplicationGroupId: name,
        ReplicationGroupDescription: description,
        CacheNodeType: 'cache.t3.micro',
        Engine: 'redis',
        NumCacheClusters: 1,
      }),
    );
  }

  /** Makes a log group as AWS does where it needs one: it keeps its lines for ever. */
  async makeLogGroup(logGroupName: string): Promise<void> {
    await this.#logs.send(new CreateLogGroupCommand({ logGroupName }));
  }

  /** @returns how many days each log group that begins so keeps its lines; undefined for ever */
  async logGroups(logGroupNamePrefix: string): Promise<ReadonlyMap<string, number | undefined>> {
    const { logGroups: groups = [] } = await this.#logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    return new Map(groups.map(({ logGroupName: name = '', retentionInDays: days }) => [name, days]));
  }

  /** @returns what Systems Manager keeps under a name, and of what kind it is */
  async parameter(name: string): Promise<{ readonly type: string | undefined; readonly value: string | undefined }> {
    const { Parameter: found } = await this.#ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return { type: found?.Type, value: found?.Value };
  }

  /** @returns its id */
  async makeVpc(name: string): Promise<string> {
    const tags = [{ ResourceType: 'vpc' as const, Tags: [{ Key: 'Name', Value: name }] }];
    const { Vpc: made } = await this.#ec2.send(
      new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', TagSpecifications: tags }),
    );
    return made?.VpcId ?? '';
  }

  async removeVpc(id: string): Promise<void> {
    await this.#ec2.send(new DeleteVpcCommand({ VpcId: id }));
  }

  /** Starts tasks on Fargate in a cluster of this name, each with half a vCPU. */
  async runTasks(cluster: string, count: number): Promise<void> {
    await this.#ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    const { taskDefinition } = await this.#ecs.send(
      new RegisterTaskDefinitionCommand({
        family: cluster,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '512',
        memory: '1024',
        containerDefinitions: [{ name: 'task', image: 'task', memory: 1024 }],
      }),
    );
    const { Subnets: subnets = [] } = await this.#ec2.send(new DescribeSubnetsCommand({}));
    const subnet = subnets[0]?.SubnetId ?? '';
    await this.#ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: taskDefinition?.taskDefinitionArn,
        launchType: 'FARGATE',
        count,
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [] } },
      }),
    );
  }

  async makeSnapshot(database: string, snapshot: string): Promise<void> {
    const names = { DBInstanceIdentifier: database, DBSnapshotIdentifier: snapshot };
    await this.#rds.send(new CreateDBSnapshotCommand(names));
  }

  /** Those that were asked for; the mock takes some by itself. */
  async snapshots(): Promise<readonly string[]> {
    const { DBSnapshots: found = [] } = await this.#rds.send(
      new DescribeDBSnapshotsCommand({ SnapshotType: 'manual' }),
    );
    const names = found.map(({ DBSnapshotIdentifier: name = '' }) => name);
    return names.filter((name) => !name.startsWith('rds:'));
  }
}
