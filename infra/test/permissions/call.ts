import type { Exchange } from './exchange.ts';

/** What AWS was asked, in the words of IAM. */
export interface Call {
  /** What asked for it, such as `deploy`. */
  readonly during: string;
  /** Prefix of the service's actions, such as `rds`. */
  readonly service: string;
  /** Such as `CreateDBInstance`. */
  readonly operation: string;
  /** Values of the request by the last part of their name, wherever they stand in it; `Tag:Environment` for a tag. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Where a service signs by another name than IAM's. */
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', tagging: 'tag' };

/** What S3 calls a part of a bucket in its address, by the name that IAM's actions have for it. */
const bucketParts: Readonly<Record<string, string>> = {
  accelerate: 'AccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCORS',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  'object-lock': 'BucketObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  publicAccessBlock: 'BucketPublicAccessBlock',
  replication: 'ReplicationConfiguration',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

/** Parts that have an action of their own to delete them; of others, it is the one that puts. */
const deletable = new Set(['policy', 'website']);

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: string;
}

/** Of services that name what is asked by paths: none of their headers does. */
const routes: Readonly<Record<string, readonly Route[]>> = {
  guardduty: [
    { method: 'POST', path: /\/detector$/, operation: 'CreateDetector' },
    { method: 'GET', path: /\/detector\/[^/]+$/, operation: 'GetDetector' },
    { method: 'POST', path: /\/detector\/[^/]+$/, operation: 'UpdateDetector' },
    { method: 'DELETE', path: /\/detector\/[^/]+$/, operation: 'DeleteDetector' },
    { method: 'GET', path: /\/tags\//, operation: 'ListTagsForResource' },
    { method: 'POST', path: /\/tags\//, operation: 'TagResource' },
  ],
  route53: [
    { method: 'POST', path: /\/hostedzone\/[^/]+\/rrset/, operation: 'ChangeResourceRecordSets' },
    { method: 'GET', path: /\/hostedzone\/[^/]+\/rrset/, operation: 'ListResourceRecordSets' },
    { method: 'GET', path: /\/hostedzone\/[^/]+$/, operation: 'GetHostedZone' },
    { method: 'GET', path: /\/tags\//, operation: 'ListTagsForResource' },
    { method: 'GET', path: /\/change\//, operation: 'GetChange' },
  ],
};

class Values {
  readonly all = new Map<string, string[]>();

  add(name: string, value: string): void {
    this.all.set(name, [...(this.all.get(name) ?? []), value]);
  }

  /** Of JSON: every text, number and flag below a name; a list of keys and values is one of tags. */
  addJson(json: unknown, name = ''): void {
    if (Array.isArray(json)) for (const each of json) this.addJson(each, name);
    else if (json instanceof Object) {
      const entries = Object.entries(json);
      const tag = Object.fromEntries(entries.map(([part, each]) => [part.toLowerCase(), each]));
      const [key, value] = [tag['key'] ?? tag['tagkey'], tag['value'] ?? tag['tagvalue']];
      if (typeof key === 'string' && typeof value === 'string') this.add(`Tag:${key}`, value);
      // A map of tags, as CloudWatch Logs has it.
      if (/^tags$/i.test(name) && typeof key !== 'string')
        for (const [tagged, each] of entries) this.add(`Tag:${tagged}`, String(each));
      for (const [part, each] of entries) this.addJson(each, part);
    } else if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
      this.add(name, `${json}`);
  }

  /** Of a form: `Filter.1.Value.2` is a `Value`. */
  addForm(form: URLSearchParams): void {
    const tags = new Map<string, string>();
    for (const [path, value] of form) {
      const parts = path.split('.').filter((part) => !/^\d+$/.test(part) && part !== 'member');
      this.add(parts.at(-1) ?? path, value);
      const [, owner, kind] = /^(.*Tags?(?:\.member)?\.\d+)\.(Key|Value)$/.exec(path) ?? [];
      if (owner && kind === 'Key') tags.set(owner, value);
      if (owner && kind === 'Value') this.add(`Tag:${tags.get(owner) ?? ''}`, value);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function s3Operation({ method, path }: Exchange, key: string, query: URLSearchParams): string {
  if (key !== '') {
    if (method === 'GET' || method === 'HEAD') return query.has('tagging') ? 'GetObjectTagging' : 'GetObject';
    return method === 'DELETE' ? 'DeleteObject' : 'PutObject';
  }
  if (path === '/') return 'ListAllMyBuckets';
  const part = Object.keys(bucketParts).find((each) => query.has(each));
  if (part) {
    const verb = method === 'GET' ? 'Get' : method === 'DELETE' && deletable.has(part) ? 'Delete' : 'Put';
    return `${verb}${bucketParts[part]}`;
  }
  if (method === 'PUT') return 'CreateBucket';
  if (method === 'DELETE') return 'DeleteBucket';
  if (method === 'POST' && query.has('delete')) return 'DeleteObject';
  return query.has('versions') ? 'ListBucketVersions' : 'ListBucket';
}

/** @returns undefined for what is no call of AWS's, such as a question to the mock itself */
export function callOf(exchange: Exchange): Call | undefined {
  const [, scope] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(exchange.authorization) ?? [];
  if (!scope) return undefined;
  const service = prefixes[scope] ?? scope;
  const url = new URL(exchange.path, 'http://aws');
  const values = new Values();
  let operation = exchange.target.split('.').at(-1) ?? '';
  if (operation !== '') values.addJson(parseJson(exchange.body));
  else if (service === 's3') {
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (bucket) values.add('Bucket', bucket);
    if (key) values.add('Key', key);
    operation = s3Operation({ ...exchange, path: url.pathname }, key, url.searchParams);
  } else if (routes[service]) {
    const route = routes[service].find((each) => each.method === exchange.method && each.path.test(url.pathname));
    operation = route?.operation ?? `${exchange.method} ${url.pathname}`;
    const [, zone] = /\/hostedzone\/([^/?]+)/.exec(url.pathname) ?? [];
    if (zone) values.add('HostedZoneId', zone);
    // IAM compares names in small letters, without the dot at their end.
    for (const [, name = ''] of exchange.body.matchAll(/<Name>([^<]+)<\/Name>/g))
      values.add('RecordName', name.toLowerCase().replace(/\.$/, ''));
  } else {
    const form = new URLSearchParams(exchange.body);
    operation = form.get('Action') ?? `${exchange.method} ${url.pathname}`;
    values.addForm(form);
  }
  return { during: exchange.during, service, operation, values: values.all };
}
