import { EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { callAws, clientSettings } from '../call.ts';
import { allPages } from './all-pages.ts';
import { countUse, type Use, type UseRequest } from './use.ts';

/** How many VPCs there are. @throws StackError */
export async function usedVpcs({ owner, region, signal }: UseRequest): Promise<Use> {
  const client = new EC2Client({ region, ...clientSettings });
  const vpcs = await callAws(
    'ec2:DescribeVpcs',
    (options) => allPages(paginateDescribeVpcs({ client }, {}, options), ({ Vpcs }) => Vpcs),
    signal,
  );
  return countUse(vpcs, ({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === 'Name' && Value === owner));
}
