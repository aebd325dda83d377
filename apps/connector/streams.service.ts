import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TransientError } from '#libs/model/errors.js';
import type { Configuration, StreamSpec } from '#libs/configuration/configuration.js';
import { Receiver } from '#libs/pipeline/receiver.js';
import { readStream } from '#libs/pipeline/stream-reader.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { describeStream } from '#libs/ledger/ports/witness.js';
import type { FolderStore } from '#libs/sources/attachments/folder-store.js';
import { takeOutAllAttachments } from '#libs/sources/attachments/take-out.js';
import { openSource } from '#libs/sources/open/open-source.js';
import { refuseBadKeys } from '#libs/sources/webhook/authenticate.js';
import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';
import type { RawRecord } from '#libs/sources/source.js';
import { ATTACHMENTS, CONFIGURATION, ON_BUG, RUNTIME, type OnBug } from './tokens.js';

/** A webhook with what takes in its deliveries. */
export interface Webhook {
  readonly settings: WebhookSettings;
  readonly receiver: Receiver;
}

/** Runs every stream of the configured connectors: readers for those that are asked, receivers for those that call. */
@Injectable()
export class StreamsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  readonly #readers: Promise<void>[] = [];
  readonly #webhooks = new Map<string, Webhook>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(ATTACHMENTS) private readonly attachments: FolderStore,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.#tidyAttachments();
    for (const connector of this.configuration.connectors)
      for (const stream of connector.streams) await this.#start(stream);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#readers);
  }

  webhook(connector: string, stream: string): Webhook | undefined {
    return this.#webhooks.get(`${connector}/${stream}`);
  }

  /** Whoever cannot be stored for says so itself when something comes. */
  async #tidyAttachments(): Promise<void> {
    try {
      await this.attachments.tidy(this.runtime.now());
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      this.runtime.log({ level: 'warn', part: 'attachments', code: error.code, message: error.message });
    }
  }

  async #start(spec: StreamSpec): Promise<void> {
    const { source, mapping, freshnessMs, everyMs } = spec;
    const stream = await this.ledger.stream(spec.connector, spec.name, spec.system);
    const goLive = spec.goLiveAt === undefined ? {} : { goLiveAt: spec.goLiveAt };
    await describeStream(this.ledger, stream, {
      says: spec.says,
      asked: source.kind !== 'webhook',
      ...goLive,
    });
    if (source.kind === 'webhook') {
      refuseBadKeys(source);
      const { attachments } = source;
      const store = attachments && {
        store: (records: readonly RawRecord[]) =>
          takeOutAllAttachments(records, attachments, this.attachments),
      };
      const receiver = new Receiver(this.runtime, { stream, mapping, freshnessMs, ...store, ...goLive });
      this.#webhooks.set(`${spec.connector}/${spec.name}`, { settings: source, receiver });
      await receiver.ready();
      return;
    }
    const open = () => openSource(source, this.attachments);
    const settings = { stream, mapping, open, everyMs, freshnessMs, ...goLive };
    this.#readers.push(readStream(this.runtime, settings, this.#stop.signal).catch(this.onBug));
  }
}
