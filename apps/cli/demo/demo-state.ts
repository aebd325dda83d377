import { join, resolve } from 'node:path';
import type { DemoState } from '../connection.js';
import type { DemoSecrets } from './secrets.js';
import type { DemoServices } from './services.js';

/** Everything the demo stores lies in here. */
export const STATE = resolve('.lintel');

/** Where everything is, and what the connectors' placeholders are filled with. */
export function demoState(services: DemoServices, httpPort: number, secrets: DemoSecrets): DemoState {
  const housing = new URL(services.housingUrl);
  return {
    databaseUrl: services.ledgerUrl,
    brokers: services.kafka.brokers.join(','),
    prefix: 'demo',
    httpPort,
    environment: {
      UH_HOST: housing.hostname,
      UH_PORT: housing.port,
      UH_DATABASE: 'housing',
      UH_USER: 'lintel_ro',
      UH_PASSWORD: secrets.housing,
      DRS_USER: 'drs',
      DRS_PASSWORD: secrets.scheduler,
      CONTRACTOR_USER: 'contractor',
      CONTRACTOR_PASSWORD: secrets.contractor,
      CONTRACTOR_SIGNING_KEY: secrets.signingKey,
      FINANCE_DROP: join(STATE, 'finance'),
    },
  };
}
