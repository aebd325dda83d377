import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;

export interface ReachableBrokers {
  readonly brokers: string[];
  readonly socketFactory?: ISocketFactory;
}

/**
 * Brokers as kafkajs 2.2.4 can take them. It cuts `host:port` at the first colon, so `[::1]:9092` becomes a host `[` without a port. Such a
 * broker gets a name of our own, and the socket is opened to its address. Where no broker is an IPv6 address nothing changes.
 */
export function reachableBrokers(brokers: readonly string[]): ReachableBrokers {
  const addresses = new Map<string, string>();
  const named = brokers.map((broker, index) => {
    const [, address, port] = /^\[([^\]]+)\]:(\d+)$/.exec(broker) ?? [];
    if (address === undefined) return broker;
    const name = `ipv6-broker-${index}`;
    addresses.set(name, address);
    return `${name}:${port}`;
  });
  if (addresses.size === 0) return { brokers: named };
  return { brokers: named, socketFactory: factory(addresses) };
}

/** As kafkajs opens a socket, but to the address behind a name of ours. */
const factory =
  (addresses: ReadonlyMap<string, string>): ISocketFactory =>
  ({ host: name, port, ssl, onConnect }) => {
    const host = addresses.get(name) ?? name;
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket: Socket =
      Object.keys(ssl).length > 0
        ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
        : connect({ host, port }, onConnect);
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
