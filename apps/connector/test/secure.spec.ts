import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { freshDatabase, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka } from '#libs/kafka/client.js';
import { until } from '#libs/local/testing/until.js';
import { CALLERS, bookingXml, postBooking, postUpdates, updateJson } from './kit/calls.js';
import { hasOpenssl } from './kit/certificates.js';
import { copyConnectors, type ConnectorsFolder } from './kit/connectors-folder.js';
import { startApp, type RunningApp } from './kit/running-app.js';
import { startSecureServices, type SecureServices } from './kit/secure-services.js';
import { faultsOf, readEvents, type Event } from './kit/subscriber.js';

const there = hasOpenssl();
if (!there && process.env['CI'] === 'true') throw new Error('openssl is missing: apt-get install openssl');
if (!there) console.warn('Skipped: apt-get install openssl');

const ORDER = '00545095';
const prefix = uniqueName();
let services: SecureServices;
let connectors: ConnectorsFolder;
const apps: RunningApp[] = [];

type SettingsOf = Readonly<Record<string, string>>;

const login = (): SettingsOf => ({
  KAFKA_CA_FILE: services.certificates.ca,
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
  KAFKA_SASL_USERNAME: services.user,
  KAFKA_SASL_PASSWORD: services.password,
});

async function start(settings: SettingsOf, url = ''): Promise<RunningApp> {
  const app = await startApp({
    environment: CALLERS,
    brokers: [services.broker],
    databaseUrl: `${services.databaseUrl}${url}`,
    prefix,
    connectors,
    settings,
  });
  apps.push(app);
  return app;
}

/** Reads with the other mechanism that the listener takes. */
const events = (): Promise<readonly Event[]> => {
  const { broker, certificates, user: username, password } = services;
  const sasl = { mechanism: 'plain', username, password } as const;
  const ssl = { caFile: certificates.ca };
  return readEvents(makeKafka({ brokers: [broker], clientId: 'lintel-test', ssl, sasl }), prefix);
};

/** The error that the start ends with. */
const refusal = async (settings: SettingsOf, url?: string): Promise<unknown> => {
  try {
    await start(settings, url);
    return 'it started';
  } catch (error) {
    return error;
  }
};

(there ? describe : describe.skip)(
  'a Kafka with SASL_SSL, a PostgreSQL with TLS, a private authority',
  () => {
    beforeAll(async () => {
      services = await startSecureServices();
      connectors = copyConnectors(['drs-scheduler', 'contractor-hact']);
    });
    afterEach(async () => {
      for (const app of apps.splice(0)) await app.close();
    });
    afterAll(async () => {
      await services?.stop();
      connectors?.remove();
    });

    test('a booking and a status update go all the way', async () => {
      const app = await start({ ...login(), DATABASE_CA_FILE: services.certificates.ca }, '?sslmode=require');
      const booking = { id: '9001', order: ORDER, changed: '2025-07-02T10:00:00', day: '2025-07-10' };
      expect((await postBooking(app.url, bookingXml(booking))).status).toBe(200);
      const update = updateJson({ order: ORDER, type: '10', at: '2025-07-09T08:00:00Z' });
      expect((await postUpdates(app.url, JSON.stringify(update))).status).toBe(200);
      expect(await services.encrypted('lintel connector')).toBe(true);
      const orders = await until('both events are in Kafka', async () => {
        const found = (await events()).filter((it) => it.topic === 'work-order');
        return found.length === 2 && found;
      });
      expect(faultsOf(orders)).toEqual([]);
      expect(orders.at(-1)?.value).toMatchObject({ references: [{ scheme: 'uh/workOrder', id: ORDER }] });
      expect(app.bugs).toEqual([]);
    });

    test('the authority of the database alone asks for TLS, whatever the URL says', async () => {
      const tls = { ...login(), DATABASE_CA_FILE: services.certificates.ca };
      for (const url of ['', '?sslmode=disable']) {
        const app = await start(tls, url);
        expect(await services.encrypted('lintel connector')).toBe(true);
        await app.close();
      }
    });

    test('authorities that the system trusts need no file', async () => {
      const before = getCACertificates('default');
      setDefaultCACertificates([...before, readFileSync(services.certificates.ca, 'utf8')]);
      try {
        const { KAFKA_CA_FILE: _, ...withoutFile } = login();
        await start({ ...withoutFile, KAFKA_TLS: 'true' }, '?sslmode=require');
        expect(await services.encrypted('lintel connector')).toBe(true);
      } finally {
        setDefaultCACertificates(before);
      }
    });

    test('a wrong password, and an account that is not there', async () => {
      for (const wrong of [{ KAFKA_SASL_PASSWORD: 'guessed' }, { KAFKA_SASL_USERNAME: 'nobody' }]) {
        const mechanisms = ['scram-sha-256', 'plain'].map((it) => ({ KAFKA_SASL_MECHANISM: it }));
        for (const mechanism of mechanisms) {
          const error = await refusal({ ...login(), ...mechanism, ...wrong });
          expect(error).toMatchObject({
            name: 'ConfigError',
            code: 'kafka-login',
            message: expect.stringContaining('Kafka refused the login'),
            way: expect.stringContaining('user and password'),
          });
          expect(String(error)).not.toContain('guessed');
        }
      }
    });

    test('a mechanism that the cluster does not offer', async () => {
      const error = await refusal({ ...login(), KAFKA_SASL_MECHANISM: 'scram-sha-512' });
      expect(error).toMatchObject({ name: 'ConfigError', code: 'kafka-login' });
    });

    test('a broker whose authority nobody knows', async () => {
      const { KAFKA_CA_FILE: _, ...withoutFile } = login();
      const { strangersCa } = services.certificates;
      for (const settings of [{ KAFKA_TLS: 'true' }, { KAFKA_CA_FILE: strangersCa }])
        expect(await refusal({ ...withoutFile, ...settings })).toMatchObject({
          name: 'ConfigError',
          code: 'kafka-certificate',
          message: expect.stringContaining(`broker ${services.broker} is not trusted`),
          way: expect.stringContaining('KAFKA_CA_FILE'),
        });
    });

    test('a database whose authority nobody knows', async () => {
      const { strangersCa } = services.certificates;
      const cases = [[{}, '?sslmode=require'] as const, [{ DATABASE_CA_FILE: strangersCa }, ''] as const];
      for (const [settings, url] of cases)
        expect(await refusal({ ...login(), ...settings }, url)).toMatchObject({
          name: 'ConfigError',
          code: 'ledger-certificate',
          way: expect.stringContaining('DATABASE_CA_FILE'),
        });
    });

    test('a file that is not a certificate, and one that is not there', async () => {
      const { key } = services.certificates;
      const missing = '/nowhere/ca.pem';
      expect(await refusal({ ...login(), DATABASE_CA_FILE: key })).toMatchObject({ code: 'no-certificate' });
      expect(await refusal({ ...login(), DATABASE_CA_FILE: missing })).toMatchObject({
        code: 'unreadable-file',
      });
      expect(await refusal({ ...login(), KAFKA_CA_FILE: missing })).toMatchObject({ code: 'kafka-tls-file' });
    });

    test('a database that wants another password, or is not there', async () => {
      const url = new URL(services.databaseUrl);
      const tls = { ...login(), DATABASE_CA_FILE: services.certificates.ca };
      url.password = 'guessed';
      const error = await refusal({ ...tls, DATABASE_URL: url.href });
      expect(error).toMatchObject({ name: 'TransientError', code: 'ledger-credentials-refused' });
      expect(String(error)).not.toContain('guessed');
      const nowhere = `${services.databaseUrl}-not-there`;
      expect(await refusal({ ...tls, DATABASE_URL: nowhere })).toMatchObject({
        name: 'ConfigError',
        code: 'no-database',
      });
    });

    test('TLS forgotten, or asked of a door that has none', async () => {
      const kafka = { name: 'TransientError', code: 'kafka-unreachable' };
      const { KAFKA_CA_FILE: _, ...withoutTls } = login();
      expect(await refusal(withoutTls)).toMatchObject({
        ...kafka,
        message: expect.stringContaining('does it ask for TLS?'),
      });
      const { url: withoutTlsUrl, drop } = await freshDatabase();
      expect(await refusal({ ...login(), DATABASE_URL: `${withoutTlsUrl}?sslmode=require` })).toMatchObject({
        code: 'ledger-unreachable',
        message: expect.stringContaining('does it speak TLS?'),
      });
      await drop();
      const plain = { ...login(), KAFKA_BROKERS: services.plainBroker };
      expect(await refusal(plain)).toMatchObject({
        ...kafka,
        message: expect.stringContaining('does it speak TLS'),
      });
    });
  },
);
