import { paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
import { callAws, clientSettings } from '../call.ts';
import { allPages } from './all-pages.ts';
import { countUse, type Use, type UseRequest } from './use.ts';

/** How many instances of databases there are, of any engine. @throws StackError */
export async function usedDatabases({ owner, region, signal }: UseRequest): Promise<Use> {
  const client = new RDSClient({ region, ...clientSettings });
  const instances = await callAws(
    'rds:DescribeDBInstances',
    (options) => allPages(paginateDescribeDBInstances({ client }, {}, options), ({ DBInstances }) => DBInstances),
    signal,
  );
  return countUse(instances, ({ DBInstanceIdentifier }) => DBInstanceIdentifier === owner);
}
