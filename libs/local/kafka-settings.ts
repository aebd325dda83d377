import { secureProperties, type SecureListener } from './secure-listener.js';

/** The loopback ports of a broker. */
export interface KafkaPorts {
  readonly port: number;
  readonly controllerPort: number;
  /** The port that clients are told to connect to: a proxy's in tests of faults. */
  readonly advertisedPort: number;
  readonly secure?: SecureListener;
}

/** The server.properties of one broker that is its own controller (KRaft), with its data in `data`. For development, tests and the demo only. */
export function brokerProperties(ports: KafkaPorts, data: string): string {
  const controller = `CONTROLLER://127.0.0.1:${ports.controllerPort}`;
  const { secure } = ports;
  const secureListener = secure ? `,SECURE://127.0.0.1:${secure.port}` : '';
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${ports.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${ports.port},${controller}${secureListener}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.advertisedPort},${controller}${secureListener}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'num.partitions': 1,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'transaction.max.timeout.ms': 60_000,
    // How often the coordinator looks for transactions past their timeout; 10 s by default.
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
    // After a kill -9 the broker waits for the end of its own old session before it may register again; 9 s by default.
    'broker.heartbeat.interval.ms': 300,
    'broker.session.timeout.ms': 1000,
    // Between brokers. A transaction marker that meets a partition that is being made or deleted is sometimes never answered (seen
    // with 4.3.1), and all transactions wait for it; 30 s by default.
    'request.timeout.ms': 3000,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'log.cleaner.threads': 1,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    // An index file gets its full size (sparse) with each new segment; 10 MB by default.
    'log.index.size.max.bytes': 1_048_576,
    ...(secure && secureProperties(secure)),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${escaped(String(value))}\n`)
    .join('');
}

/** As java.util.Properties reads it: the file is Latin-1, every other letter is written `\u` with its code unit. */
const escaped = (value: string): string =>
  value
    .replaceAll('\\', '\\\\')
    .replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
