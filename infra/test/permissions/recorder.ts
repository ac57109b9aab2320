import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Exchange } from './exchange.ts';

/**
 * Stands before an AWS and writes down all it is asked, whoever asks: Terraform's provider, the backend of its state, or the SDK.
 * Unlike Terraform's debug log, it cuts no request off and blanks no value.
 */
export class Recorder {
  readonly exchanges: Exchange[] = [];
  readonly #server: Server;
  readonly #target: string;
  #during = '';

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
  }

  /** @param target origin of the AWS that answers */
  static async start(target: string): Promise<Recorder> {
    const recorder = new Recorder(target);
    await once(recorder.#server.listen(0, '127.0.0.1'), 'listening');
    return recorder;
  }

  get endpoint(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${address instanceof Object ? address.port : 0}`;
  }

  /** What is asked from now on belongs to this, such as `deploy`. */
  begin(what: string): void {
    this.#during = what;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const exchange: Exchange = {
      during: this.#during,
      method,
      path,
      authorization: headers.authorization ?? '',
      target: String(headers['x-amz-target'] ?? ''),
      body: body.toString(),
    };
    this.exchanges.push(exchange);
    const forwarded = request(new URL(path, this.#target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.once('error', () => outgoing.destroy());
    forwarded.end(body);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
