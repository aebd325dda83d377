import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { tlsOptions, type KafkaSettings } from './client.js';

/** The least and the newest version of a request, both included. */
export type VersionRange = readonly [least: number, newest: number];

/**
 * What a broker takes, by the number of the request. kafkajs never looks at the least version, so it is asked here in
 * plain: ApiVersions v0, which every broker answers before any login (protocol guide, "Retrieving Supported API versions").
 * TransientError `kafka-unreachable` where no broker answers, ConfigError `kafka-certificate` where one is not trusted.
 */
export async function brokerVersions(
  settings: KafkaSettings,
  timeoutMs = 5000,
): Promise<ReadonlyMap<number, VersionRange>> {
  const failures: string[] = [];
  for (const broker of settings.brokers) {
    try {
      return decode(await exchange(settings, broker, timeoutMs));
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      if (CERTIFICATE.test(code)) throw untrusted(broker, code);
      failures.push(`${broker} (${code === '' ? 'no answer of Kafka' : code})`);
    }
  }
  const hint =
    settings.ssl === undefined
      ? 'does it ask for TLS?'
      : 'does it speak TLS there, with a certificate that is trusted?';
  throw new TransientError(
    'kafka-unreachable',
    `No Kafka broker answers: ${failures.join(', ')}; is it running, ${hint}`,
  );
}

/** Node's codes of a refused certificate: SELF_SIGNED_CERT_IN_CHAIN, UNABLE_TO_VERIFY_LEAF_SIGNATURE, ERR_TLS_CERT_ALTNAME_INVALID … */
const CERTIFICATE = /CERT|SIGNATURE/;

const untrusted = (broker: string, code: string): ConfigError =>
  new ConfigError(
    'kafka-certificate',
    `The certificate of the Kafka broker ${broker} is not trusted (${code}).`,
    undefined,
    'Name the PEM file of the authority that signed it in KAFKA_CA_FILE; the host must be one that it was made for.',
  );

function exchange(settings: KafkaSettings, broker: string, timeoutMs: number): Promise<Buffer> {
  const colon = broker.lastIndexOf(':');
  const host = broker.slice(0, colon).replaceAll(/[[\]]/g, '');
  const address = { host, port: Number(broker.slice(colon + 1)) };
  const tls = tlsOptions(settings.ssl);
  return new Promise((resolve, reject) => {
    const socket: Socket =
      tls === undefined
        ? connect(address)
        : connectTls({ ...address, ...(isIP(host) === 0 && { servername: host }), ...tls });
    let received = Buffer.alloc(0);
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error('silent')));
    socket.once('error', fail).once('close', () => fail(new Error('closed')));
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => socket.write(request()));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const size = received.length < 4 ? 0 : received.readInt32BE(0);
      if (size < 0 || size > 65_536) return fail(new Error('not Kafka'));
      if (received.length < 4 || received.length < size + 4) return;
      resolve(received.subarray(4, size + 4));
      socket.destroy();
    });
  });
}

/** Size, api key 18, version 0, correlation id, client id; no body. */
function request(): Buffer {
  const client = 'lintel-probe';
  const bytes = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt16BE(18, 4);
  bytes.writeInt32BE(1, 8);
  bytes.writeInt16BE(client.length, 12);
  bytes.write(client, 14, 'ascii');
  return bytes;
}

/** Correlation id, error code, then (api key, least, newest) each as int16. */
function decode(answer: Buffer): ReadonlyMap<number, VersionRange> {
  if (answer.readInt32BE(0) !== 1 || answer.readInt16BE(4) !== 0) throw new Error('not ApiVersions');
  const ranges = new Map<number, VersionRange>();
  for (let index = 0, at = 10; index < answer.readInt32BE(6); index++, at += 6) {
    ranges.set(answer.readInt16BE(at), [answer.readInt16BE(at + 2), answer.readInt16BE(at + 4)]);
  }
  return ranges;
}
