import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { TransientError } from '#libs/model/errors.js';
import { Metrics } from '#libs/ops/metrics.js';
import { authenticate } from '#libs/sources/webhook/authenticate.js';
import { checkContentType } from '#libs/sources/webhook/content-type.js';
import { parseDelivery } from '#libs/sources/webhook/parse-delivery.js';
import { isRefusal } from '#libs/sources/webhook/refusal.js';
import { StreamsService, type Webhook } from '../streams.service.js';
import { accepted, comeAgain, refused, unfit, type Answer } from './answer.js';
import { unknownStream, WebhookPath, webhookPath } from './webhook-path.js';

/**
 * The door for systems that call: authenticate, parse, commit, and only then answer in the caller's language (I1). The body stays the bytes
 * that came: a signature is over them, a dead letter keeps them, and what they must hold the stream's connector says, not a class of ours.
 */
@Controller('webhooks')
export class WebhooksController {
  constructor(
    @Inject(StreamsService) private readonly streams: StreamsService,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Post(':connector/:stream')
  async receive(
    @Param(webhookPath) { connector, stream }: WebhookPath,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const webhook = this.streams.webhook(connector, stream);
    if (!webhook) throw unknownStream();
    const answer = await take(webhook, request);
    this.metrics.answered(connector, stream, answer.status);
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.status(answer.status).send(answer.body);
  }
}

async function take({ settings, receiver }: Webhook, request: Request): Promise<Answer> {
  const body: Uint8Array = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const contentType = request.headers['content-type'];
  const admitted = authenticate(settings, request.headers, body, new Date());
  if (isRefusal(admitted)) return refused(settings, admitted, contentType);
  const type = checkContentType(settings, contentType);
  if (isRefusal(type)) return refused(settings, type, contentType);
  const delivery = parseDelivery(settings, body, contentType);
  if (isRefusal(delivery)) return refused(settings, delivery, contentType);
  try {
    const outcomes = await receiver.receive(delivery.records, admitted.deliveryId);
    return settings.unfit === 'refuse' && outcomes.includes('dead-letter')
      ? unfit(settings, contentType)
      : accepted(settings);
  } catch (error) {
    if (error instanceof TransientError) return comeAgain(settings, error.code, contentType);
    throw error;
  }
}
