import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { KafkaClient } from '#libs/kafka/client.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { Metrics } from '#libs/ops/metrics.js';
import type { Settings } from '#libs/ops/settings.js';
import type { Configuration } from '#libs/configuration/configuration.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { ClockService } from './clock.service.js';
import type { FolderStore } from '#libs/sources/attachments/folder-store.js';
import { HealthController } from './health/health.controller.js';
import { RelayService } from './relay.service.js';
import { RelinkService } from './relink.service.js';
import { StreamsService } from './streams.service.js';
import {
  ATTACHMENTS,
  COMMITS,
  CONFIGURATION,
  KAFKA,
  ON_BUG,
  RUNTIME,
  SETTINGS,
  type Commits,
  type OnBug,
} from './tokens.js';
import { BodyErrorFilter } from './webhooks/body-error.filter.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** What is opened before the app is built, so that it either stands whole or says why not. */
export interface Opened {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  readonly kafka: KafkaClient;
  readonly metrics: Metrics;
  readonly runtime: Runtime;
  readonly commits: Commits;
  readonly attachments: FolderStore;
  readonly onBug: OnBug;
}

@Module({})
export class AppModule {
  static over(opened: Opened): DynamicModule {
    return {
      module: AppModule,
      controllers: [WebhooksController, HealthController],
      providers: [
        StreamsService,
        RelayService,
        ClockService,
        RelinkService,
        { provide: APP_FILTER, useClass: BodyErrorFilter },
        { provide: SETTINGS, useValue: opened.settings },
        { provide: CONFIGURATION, useValue: opened.configuration },
        { provide: Ledger, useValue: opened.ledger },
        { provide: KAFKA, useValue: opened.kafka },
        { provide: Metrics, useValue: opened.metrics },
        { provide: RUNTIME, useValue: opened.runtime },
        { provide: COMMITS, useValue: opened.commits },
        { provide: ATTACHMENTS, useValue: opened.attachments },
        { provide: ON_BUG, useValue: opened.onBug },
      ],
    };
  }
}
