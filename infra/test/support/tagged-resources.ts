import { z } from 'zod';
import type { MockAws } from './mock-aws.ts';

const pageSchema = z.object({
  PaginationToken: z.string().nullish(),
  ResourceTagMappingList: z.array(z.object({ ResourceARN: z.string() })),
});

const headers = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources',
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/tagging/aws4_request, SignedHeaders=host, Signature=0',
};

/** ARNs of all that an account has of this project, by its tag and whatever Terraform knows, in order. */
export async function taggedResources({ endpoint }: MockAws): Promise<string[]> {
  const arns: string[] = [];
  let token: string | null | undefined;
  do {
    const body = JSON.stringify({
      ResourcesPerPage: 100,
      TagFilters: [{ Key: 'Project', Values: ['zero-to-running'] }],
      ...(token && { PaginationToken: token }),
    });
    const answer = await fetch(endpoint, { method: 'POST', headers, body, signal: AbortSignal.timeout(120_000) });
    const page = pageSchema.parse(await answer.json());
    arns.push(...page.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN));
    token = page.PaginationToken;
  } while (token);
  return arns.toSorted();
}
