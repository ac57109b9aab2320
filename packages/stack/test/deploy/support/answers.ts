import { z } from 'zod';

/** What a stand-in of AWS answers with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** What AWS refuses a request with. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

const refusalSchema = z.object({ code: z.string(), message: z.string() });

const xml = { 'content-type': 'text/xml' };

/** @param body a refusal, or what is answered */
export function jsonAnswer(body: unknown): Answer {
  const { data: refusal } = refusalSchema.safeParse(body);
  const said = refusal ? { __type: refusal.code, message: refusal.message } : body;
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: refusal ? 403 : 200, headers, body: JSON.stringify(said) };
}

export function xmlAnswer(body: string): Answer {
  return { status: 200, headers: xml, body };
}

/** @param isJson whether what was asked speaks JSON, and not XML */
export function refusalAnswer(refusal: Refusal, isJson: boolean): Answer {
  if (isJson) return jsonAnswer(refusal);
  const error = `<Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>${refusal.message}</Message></Error>`;
  return { status: 403, headers: xml, body: `<ErrorResponse>${error}</ErrorResponse>` };
}
