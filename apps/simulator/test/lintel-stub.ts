import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in at the door. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export interface Reply {
  readonly status: number;
  readonly body?: string;
}
export interface LintelStub {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

export const SOAP_ANSWER =
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body/></soapenv:Envelope>';

/** Stands in for Lintel's webhooks: keeps what comes and answers as it is told. */
export async function startStub(
  reply: (received: Received, count: number) => Reply = usual,
): Promise<LintelStub> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      };
      const { status, body } = reply(one, received.push(one));
      response.writeHead(status).end(body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What Lintel answers when it has stored a delivery. */
export const usual = ({ path }: Received): Reply =>
  path.endsWith('/bookings')
    ? { status: 200, body: SOAP_ANSWER }
    : { status: 200, body: '{"accepted":true}' };
