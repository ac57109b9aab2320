import type { IncomingHttpHeaders } from 'node:http';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { problemMediaType } from '@app/contract/problem';
import type { Operation } from './api-description.ts';
import type { GeneratedRequest } from './generated-request.ts';

/** What came back for a request. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Response = Operation['responses'][string];

/** Tells what is wrong with an answer; undefined where nothing is. */
export type AnswerCheck = (request: GeneratedRequest, answer: Answer) => string | undefined;

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** @param document the OpenAPI document, as it was served */
export function createAnswerCheck(document: object): AnswerCheck {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'https://api.test/openapi.json' });

  function violations(place: readonly string[], value: unknown): string | undefined {
    const validate = ajv.getSchema(`https://api.test/openapi.json#${pointer(...place)}`);
    if (!validate) return `there is no schema at ${place.join(' ')}`;
    return validate(value) ? undefined : `${place.at(-2)}: ${ajv.errorsText(validate.errors)}`;
  }

  function headerViolations(place: readonly string[], described: Response, headers: IncomingHttpHeaders) {
    const faults = Object.entries(described.headers).map(([name, { required }]) => {
      const value = headers[name.toLowerCase()];
      if (value === undefined) return required ? `${name} is missing` : undefined;
      return violations([...place, 'headers', name, 'schema'], value);
    });
    return faults.find((fault) => fault !== undefined);
  }

  return ({ operation, method }, { status, mediaType, headers, body }) => {
    if (status >= 500) return 'it failed';
    if (body !== '' && (method === 'HEAD' || status === 204 || status === 304)) return 'there is a body';
    // Other methods of a path are other operations, or none.
    if (method !== operation.method.toUpperCase()) {
      return status >= 400 && mediaType !== problemMediaType && method !== 'HEAD' ? 'it is no problem' : undefined;
    }
    const described = operation.responses[status];
    if (!described) return `${operation.operationId} does not describe this status`;
    const place = ['paths', operation.path, operation.method, 'responses', String(status)];
    const wrongHeader = headerViolations(place, described, headers);
    if (wrongHeader !== undefined || body === '') return wrongHeader;
    if (mediaType === undefined || !(mediaType in described.content)) return 'its type is not described';
    return violations([...place, 'content', mediaType, 'schema'], JSON.parse(body));
  };
}
