import { callOf } from './call.ts';
import { distinct, evaluate } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import type { Principal } from './principals.ts';
import { IamRequests, type IamRequest, type Place } from './requests.ts';

/** What IAM has to allow for all of this to be answered, each once. */
export async function requestsOf(exchanges: readonly Exchange[], place: Place): Promise<readonly IamRequest[]> {
  const requests = new IamRequests(place);
  const all: IamRequest[] = [];
  for (const exchange of exchanges) {
    const call = callOf(exchange);
    if (call) all.push(...(await requests.of(call)));
  }
  return distinct(all);
}

/** What was asked of AWS and a principal may not, each as `rds:CreateDBInstance on arn:…`. */
export async function denials(
  principal: Principal,
  exchanges: readonly Exchange[],
  place: Place,
): Promise<readonly string[]> {
  const answers = await evaluate(principal, await requestsOf(exchanges, place));
  return answers
    .filter(({ result }) => result !== 'Allowed')
    .map(
      ({ action, resource, result, why }) =>
        `${action} on ${resource}${why ? ` (${result}: ${JSON.stringify(why)})` : ''}`,
    );
}
