import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { clusterId } from './cluster-id.js';
import { javaEnvironment } from './java-environment.js';
import { brokerProperties } from './kafka-settings.js';
import { takeLock } from './lock.js';
import { isAnswering, freePort, requireFreePort } from './ports.js';
import { javaCommand } from './prerequisites.js';
import { commandLine } from './process-identity.js';
import { scramAccount, type SecureListener } from './secure-listener.js';
import { startTethered, stopOrphan, tailOf } from './tethered.js';
import { stderrOf } from './stderr-of.js';

export { ensureKafkaJars, hasKafkaJars } from './kafka-jars.js';

/** A start that fails ends at once; one on a busy machine may take minutes. */
const LONGEST_START_MS = 300_000;

/** How a broker of our own is started. */
export interface KafkaOptions {
  /** Holds data, settings, log and lock of this broker, and of nothing else. */
  readonly dir: string;
  /** From `ensureKafkaJars`. */
  readonly jarsDir: string;
  /** A fixed port; without it a free one is found. The same data may be started on another port. */
  readonly port?: number;
  /** The same for the controller. */
  readonly controllerPort?: number;
  /** The port that clients are told to connect to, where that is a proxy's. */
  readonly advertisedPort?: number;
  /** A second listener with TLS and a login. Its account is made with the data folder. */
  readonly secure?: SecureListener;
}

/** A broker of our own that was started. */
export interface LocalKafka {
  /** Addresses as `KAFKA_BROKERS` takes them. */
  readonly brokers: readonly string[];
  readonly pid: number;
  /** False once the broker has ended, for whatever reason. Nobody starts it again. */
  readonly running: () => boolean;
  /** Stops the broker, waits for its end and frees the folder. Idempotent. */
  stop(): Promise<void>;
  /** `kill -9`, for tests of a crash: resolves when the broker is gone and the folder is free to be started again. */
  kill9(): Promise<void>;
}

/**
 * Starts a real Apache Kafka on loopback: one broker that is its own controller.
 *
 * - When it resolves the broker takes connections.
 * - It ends with this process, however that ends (`startTethered`); a broker that an earlier run of the folder left behind is stopped first.
 * - A folder has one broker at a time: the call takes the folder's lock and holds it until `stop` or `kill9`. Brokers in different folders may be
 *   started at once.
 * - What is stored stays in the folder and is there again at the next start.
 *
 * Throws ConfigError `in-use`, `port-taken`, `kafka-format-failed`; TransientError `kafka-not-started`, with the end of the log, where the broker
 * ends or takes no connection within five minutes, and `cannot-start`. After an error no broker runs and the folder is free.
 */
export async function startKafka(options: KafkaOptions): Promise<LocalKafka> {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  // A second broker on the same data writes to the metadata log before anything stops it, so it must never be started.
  const lock = takeLock(join(dir, 'lock'), 'The local Kafka');
  try {
    await stopLeftOver(dir);
    const port = await chosenPort(options.port, 'the local Kafka', 'LINTEL_KAFKA_PORT');
    const controllerPort = await chosenPort(
      options.controllerPort,
      "the local Kafka's controller",
      'LINTEL_KAFKA_CONTROLLER_PORT',
    );
    const data = join(dir, 'data');
    writeFileSync(
      join(dir, 'server.properties'),
      brokerProperties(
        {
          port,
          controllerPort,
          advertisedPort: options.advertisedPort ?? port,
          ...(options.secure && { secure: options.secure }),
        },
        data,
      ),
    );
    await formatOnce(dir, data, options.jarsDir, options.secure ? scramAccount(options.secure) : []);
    const log = join(dir, 'kafka.log');
    const broker = startTethered({
      command: javaCommand(),
      args: [
        ...jvm(options.jarsDir, '512m'),
        `-Dlintel.kafka=${dir}`,
        'kafka.Kafka',
        join(dir, 'server.properties'),
      ],
      env: javaEnvironment(),
      cwd: dir,
      log,
      stopSignal: 'TERM',
      pidFile: join(dir, 'pid'),
    });
    for (const end = Date.now() + LONGEST_START_MS; !(await isAnswering(port)); await sleep(25)) {
      if (broker.running() && Date.now() < end) continue;
      await broker.kill9();
      throw new TransientError(
        'kafka-not-started',
        `The local Kafka did not start; see ${log}:\n${tailOf(log)}`,
      );
    }
    const endBy = async (end: () => Promise<void>): Promise<void> => {
      await end();
      lock.release();
    };
    return {
      brokers: [`127.0.0.1:${options.advertisedPort ?? port}`],
      pid: broker.pid,
      running: broker.running,
      stop: () => endBy(() => broker.stop()),
      kill9: () => endBy(() => broker.kill9()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function chosenPort(port: number | undefined, what: string, variable: string): Promise<number> {
  if (port === undefined) return freePort();
  await requireFreePort(port, what, variable);
  return port;
}

/** Stops the broker of a run that was killed together with its tether. It is known by its command line, not by its number alone. */
async function stopLeftOver(dir: string): Promise<void> {
  const file = join(dir, 'pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0;
  if (pid > 0 && commandLine(pid).includes(`-Dlintel.kafka=${dir} `)) await stopOrphan(pid, 'SIGTERM');
  rmSync(file, { force: true });
}

/** Formats the data folder once. A run that died half-way leaves no file `formatted`, and the folder is made anew. */
async function formatOnce(
  dir: string,
  data: string,
  jarsDir: string,
  accounts: readonly string[],
): Promise<void> {
  const formattedFile = join(dir, 'formatted');
  if (existsSync(formattedFile)) return;
  rmSync(data, { recursive: true, force: true });
  const cluster = clusterId();
  const tool = [
    'kafka.tools.StorageTool',
    'format',
    '--standalone',
    '-t',
    cluster,
    '-c',
    join(dir, 'server.properties'),
    ...accounts,
  ];
  try {
    await promisify(execFile)(javaCommand(), [...jvm(jarsDir, '256m'), ...tool], {
      env: javaEnvironment(),
      cwd: dir,
    });
  } catch (error) {
    throw new ConfigError(
      'kafka-format-failed',
      `Kafka's data folder could not be formatted: ${stderrOf(error)}`,
      { file: data },
      'Look at the message; is Java 17 or newer first on the PATH, the disk not full?',
    );
  }
  writeFileSync(formattedFile, `${cluster}\n`);
}

const jvm = (jarsDir: string, heap: string): string[] => [
  '-Xms128m',
  `-Xmx${heap}`,
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseG1GC',
  '-Djava.awt.headless=true',
  '-Dfile.encoding=UTF-8',
  `-Dlog4j2.configurationFile=${pathToFileURL(join(resolve(jarsDir), 'log4j2.properties')).href}`,
  '-cp',
  join(resolve(jarsDir), '*'),
];
