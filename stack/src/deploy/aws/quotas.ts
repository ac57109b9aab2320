import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { messageOf } from '../../errors.ts';
import { callAws, clientSettings } from './call.ts';

/** New accounts have little of these. */
const needed = [
  { service: 'fargate', code: 'L-3032A538', name: 'vCPUs on Fargate', least: 4 },
  { service: 'rds', code: 'L-7B6409FD', name: 'database instances', least: 1 },
  { service: 'vpc', code: 'L-F678F1CE', name: 'VPCs in a region', least: 1 },
] as const;

async function warningOf(
  client: ServiceQuotasClient,
  { service, code, name, least }: (typeof needed)[number],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { Quota: quota } = await callAws(
      'servicequotas:GetServiceQuota',
      (options) => client.send(new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }), options),
      signal,
    );
    const value = quota?.Value;
    if (value === undefined || value >= least) return undefined;
    return `The account's quota of ${name} is ${value}; ${least} are needed. Ask for more under Service Quotas in the AWS console.`;
  } catch (error) {
    signal.throwIfAborted();
    return `The quota of ${name} could not be read: ${messageOf(error)}`;
  }
}

/** Quotas that are too low; that one cannot be read is no reason not to deploy. */
export async function quotaWarnings(region: string, signal: AbortSignal): Promise<readonly string[]> {
  const client = new ServiceQuotasClient({ region, ...clientSettings });
  const warnings = await Promise.all(needed.map((each) => warningOf(client, each, signal)));
  return warnings.filter((each) => each !== undefined);
}
