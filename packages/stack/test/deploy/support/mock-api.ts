const apis = {
  ecs: 'AmazonEC2ContainerServiceV20141113',
  secretsmanager: 'secretsmanager',
  ssm: 'AmazonSSM',
} as const;

/** Asks the mock AWS itself, past all that stands before it. */
export class MockApi {
  readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  /** @returns what it answers, also where it refuses */
  async ask(api: keyof typeof apis, action: string, body: unknown): Promise<unknown> {
    const scope = `test/20260101/us-east-1/${api}/aws4_request`;
    const response = await fetch(`http://127.0.0.1:${this.port}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${apis[api]}.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    return response.json();
  }
}
