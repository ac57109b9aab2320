import { METHODS } from 'node:http';
import * as fc from 'fast-check';
import type { ApiDescription, Operation } from './api-description.ts';
import { anyText, schemaArbitrary } from './schema-arbitrary.ts';

/** A request as it goes to the server. */
export interface GeneratedRequest {
  readonly operation: Operation;
  /** The operation's own one, but now and then another. */
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string | undefined;
}

type Parameter = Operation['parameters'][number];

type Parameters = Readonly<Record<string, string | undefined>>;

/** Node refuses to send others than these in a header. */
const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });

const sendable = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

const mediaTypes = ['application/json', 'application/json; charset=utf-8', 'application/json; charset=x', 'text/plain'];

/** As CONNECT and upgrades change what a connection is, they are not requests to a resource. */
const methods = METHODS.filter((method) => method !== 'CONNECT');

/** Now and then something else. */
const mostly = <Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>, weight = 6): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other });

/**
 * Requests made from the description of an API: most as described, the others wrong in every way that fits into HTTP.
 * @param known values of path parameters, by name, for which there is something
 */
export function requestArbitrary(
  description: ApiDescription,
  operations: readonly Operation[],
  known: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<GeneratedRequest> {
  const described = ({ schema }: Parameter): fc.Arbitrary<string> => schemaArbitrary(schema, description).map(String);

  const parameter = (each: Parameter): fc.Arbitrary<string> => {
    const usual = mostly(described(each), fc.constantFrom('*', '"1"', 'W/"1"', '"2", "1"', '-1', '0', '1e3'), 2);
    if (each.in === 'header') return mostly(usual, headerText, 4).filter(sendable);
    if (each.in === 'query') return mostly(usual, anyText(), 4);
    return mostly(fc.constantFrom(...(known[each.name] ?? [])), mostly(usual, anyText({ minLength: 1 }), 2), 3);
  };

  const parametersIn = (place: Parameter['in'], { parameters }: Operation): fc.Arbitrary<Parameters> => {
    const found = parameters.filter((each) => each.in === place);
    const all = Object.fromEntries(found.map((each) => [each.name, parameter(each)]));
    const complete = found.filter(({ required }) => required).map(({ name }) => name);
    const usual: fc.Arbitrary<Parameters> = fc.record(all, { requiredKeys: complete });
    return place === 'path' ? fc.record(all) : mostly(usual, fc.record(all, { requiredKeys: [] }));
  };

  const bodyOf = ({ requestBody }: Operation): fc.Arbitrary<string | undefined> => {
    const schema = requestBody?.content['application/json']?.schema;
    const anything = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      anyText(),
      fc.constant(undefined),
    );
    if (!schema) return mostly(fc.constant(undefined), anything, 20);
    return mostly(
      schemaArbitrary(schema, description).map((value) => JSON.stringify(value)),
      anything,
      4,
    );
  };

  const requestOf = (operation: Operation): fc.Arbitrary<GeneratedRequest> =>
    fc
      .record({
        method: mostly(fc.constant(operation.method.toUpperCase()), fc.constantFrom(...methods), 40),
        path: parametersIn('path', operation),
        query: parametersIn('query', operation),
        unknown: mostly(fc.constant({}), fc.dictionary(anyText({ maxLength: 20 }), anyText(), { maxKeys: 3 }), 20),
        headers: parametersIn('header', operation),
        mediaType: mostly(fc.constant('application/json'), fc.constantFrom(...mediaTypes), 10),
        body: bodyOf(operation),
      })
      .map(({ method, path, query, unknown, headers, mediaType, body }) => {
        const search = new URLSearchParams({ ...query, ...unknown }).toString();
        const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
        return {
          operation,
          method,
          url: search ? `${filled}?${search}` : filled,
          headers: body === undefined ? headers : { ...headers, 'content-type': mediaType },
          body,
        };
      });

  return fc.oneof(...operations.map(requestOf));
}
