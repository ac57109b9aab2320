import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends bytes as they are, and returns all that comes back until the server closes the connection. */
export async function rawRequest(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  try {
    return await text(socket);
  } finally {
    socket.destroy();
  }
}
