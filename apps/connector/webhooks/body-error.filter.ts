import { Catch, HttpException, Inject, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Metrics } from '#libs/ops/metrics.js';
import { StreamsService } from '../streams.service.js';
import { refused } from './answer.js';

/**
 * Answers a delivery whose body Express could not read (too large, broken gzip, cut off) in the stream's own format, and counts it. The
 * door itself throws nothing for a stream that exists, so whatever is thrown for a POST to one is of this kind.
 */
@Catch(HttpException)
export class BodyErrorFilter extends BaseExceptionFilter {
  constructor(
    @Inject(StreamsService) private readonly streams: StreamsService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost,
  ) {
    super(httpAdapter);
  }

  override catch(error: HttpException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const [, connector = '', stream = ''] = /^\/webhooks\/([^/?]+)\/([^/?]+)/.exec(request.url) ?? [];
    const webhook = request.method === 'POST' ? this.streams.webhook(decoded(connector), stream) : undefined;
    // oxlint-disable-next-line promise/valid-params -- this catch is Nest's, of an exception
    if (!webhook) return super.catch(error, host);
    const status = error.getStatus();
    const refusal = { refuse: status, code: status === 413 ? 'too-large' : 'unreadable-body' };
    const answer = refused(webhook.settings, refusal, request.headers['content-type']);
    this.metrics.answered(decoded(connector), stream, answer.status);
    const response = host.switchToHttp().getResponse<Response>();
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.status(answer.status).send(answer.body);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
