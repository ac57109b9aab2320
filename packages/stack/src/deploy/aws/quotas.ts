import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { messageOf } from '../../errors.ts';
import { callAws, clientSettings } from './call.ts';
import { usedDatabases, usedFargateVcpus, type QuotaUsage, type QuotaUsageRequest, usedVpcs } from './quota-usage.ts';

interface Quota {
  readonly service: string;
  readonly code: string;
  readonly name: string;
  /** By an environment while it is deployed to, and grows as far as it may. */
  readonly needed: number;
  readonly used: (request: QuotaUsageRequest) => Promise<QuotaUsage>;
}

/** New accounts have little of these. */
const quotas: readonly Quota[] = [
  { service: 'fargate', code: 'L-3032A538', name: 'vCPUs on Fargate', needed: 4, used: usedFargateVcpus },
  { service: 'rds', code: 'L-7B6409FD', name: 'database instances', needed: 1, used: usedDatabases },
  { service: 'vpc', code: 'L-F678F1CE', name: 'VPCs in a region', needed: 1, used: usedVpcs },
];

/** Of all that is asked about one quota. */
const deadlineMs = 60_000;

async function quotaValue({ service, code }: Quota, { region, signal }: QuotaUsageRequest): Promise<number> {
  const client = new ServiceQuotasClient({ region, ...clientSettings });
  const { Quota: quota } = await callAws(
    'servicequotas:GetServiceQuota',
    (options) => client.send(new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }), options),
    signal,
  );
  return quota?.Value ?? Infinity;
}

/** @param use undefined where it is not known: then the quota alone is looked at */
async function shortage(
  quota: Quota,
  request: QuotaUsageRequest,
  use: QuotaUsage | undefined,
): Promise<string | undefined> {
  const missing = quota.needed - (use?.own ?? 0);
  // What the environment has is enough for it.
  if (missing <= 0) return undefined;
  const value = await quotaValue(quota, request);
  const wanted = (use?.total ?? 0) + missing;
  if (value >= wanted) return undefined;
  const found = use ? `${use.total} of ${value} are used` : `the quota is ${value}`;
  const needs = use?.own ? `${missing} more` : missing;
  const { service, code, name } = quota;
  return (
    `Too few ${name} are free: ${found}, and ${request.owner} needs ${needs}. Delete what is not needed, or ask for more: ` +
    `aws service-quotas request-service-quota-increase --region ${request.region} --service-code ${service} --quota-code ${code} --desired-value ${Math.ceil(wanted)}`
  );
}

async function warningsOf(quota: Quota, request: QuotaUsageRequest): Promise<readonly string[]> {
  const warnings: string[] = [];
  const deadline = AbortSignal.timeout(deadlineMs);
  const limited = { ...request, signal: AbortSignal.any([request.signal, deadline]) };
  const attempt = async <Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      request.signal.throwIfAborted();
      const reason = deadline.aborted ? `no answer within ${deadlineMs / 1_000} s` : messageOf(error);
      warnings.push(`${what} could not be read: ${reason}`);
      return undefined;
    }
  };
  const use = await attempt(`How many ${quota.name} are used`, () => quota.used(limited));
  const found = await attempt(`The quota of ${quota.name}`, () => shortage(quota, limited, use));
  return found ? [...warnings, found] : warnings;
}

/** Quotas of which too little is free for an environment; that one cannot be read is no reason not to deploy. */
export async function quotaWarnings(request: QuotaUsageRequest): Promise<readonly string[]> {
  return (await Promise.all(quotas.map((each) => warningsOf(each, request)))).flat();
}
