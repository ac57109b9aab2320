import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { callAws, clientSettings } from './call.ts';

/** Whom AWS takes this machine for. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** @throws StackError without valid credentials */
export async function readIdentity(region: string, signal?: AbortSignal): Promise<Identity> {
  const client = new STSClient({ region, ...clientSettings });
  const { Account: account = '', Arn: arn = '' } = await callAws(
    'sts:GetCallerIdentity',
    (options) => client.send(new GetCallerIdentityCommand({}), options),
    signal,
  );
  return { account, arn };
}
