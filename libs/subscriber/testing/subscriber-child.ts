import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeEvent } from '../change-event.js';
import { OnChange } from '../on-change.decorator.js';
import { SubscriberTransport } from '../subscriber.transport.js';

/** A Nest subscriber in a process of its own, to be killed: brokers, prefix, group. Prints the id of each event when its work is done. */
const [brokers = '', prefix = '', group = ''] = process.argv.slice(2);

@Controller()
class Orders {
  @OnChange('work-order.*')
  async any({ id }: ChangeEvent<'work-order'>): Promise<void> {
    await sleep(1);
    writeSync(1, `${id}\n`);
  }
}

@Module({ controllers: [Orders] })
class App {}

const strategy = new SubscriberTransport({
  kafka: { brokers: brokers.split(','), clientId: 'subscriber-child' },
  prefix,
  group,
  sessionMs: 3000, // the group waits so long for one that was killed
  commitMs: 100,
});
const app = await NestFactory.createMicroservice(App, { strategy, logger: false });
await app.listen();
