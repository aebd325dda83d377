import { Controller, Get, Header, Inject, ServiceUnavailableException, UseGuards } from '@nestjs/common';
import { TransientError } from '#libs/model/errors.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { Metrics } from '#libs/ops/metrics.js';
import { RelayService } from '../relay.service.js';
import { TokenGuard } from './token.guard.js';

/** Degraded is not the same as not ready: a stream that fails shows in /sync-health, and the app goes on taking deliveries. */
@Controller()
export class HealthController {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(RelayService) private readonly relay: RelayService,
  ) {}

  @Get('livez')
  livez(): { readonly live: true } {
    return { live: true };
  }

  /** Ready: deliveries can be committed. While the relay refuses, they cannot. */
  @Get('readyz')
  async readyz(): Promise<{ readonly ready: true; readonly relay: string }> {
    try {
      await this.ledger.ask('select 1');
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      throw new ServiceUnavailableException({ ready: false, code: error.code });
    }
    const { state, code } = this.relay;
    if (state === 'refused') throw new ServiceUnavailableException({ ready: false, relay: state, code });
    return { ready: true, relay: state };
  }

  @Get('sync-health')
  @UseGuards(TokenGuard)
  async syncHealth(): Promise<SyncHealth> {
    return syncHealth(this.ledger, new Date());
  }

  @Get('metrics')
  @UseGuards(TokenGuard)
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
