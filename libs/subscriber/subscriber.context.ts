import { BaseRpcContext } from '@nestjs/microservices';
import { headerText, type RawMessage } from '#libs/kafka/consumer/raw-message.js';

/** What a handler gets by `@Ctx()` (its event is then `@Payload()`): where the event lay, and which attempt this is. */
export class SubscriberContext extends BaseRpcContext<
  [message: RawMessage, attempt: number, pattern: string]
> {
  get topic(): string {
    return this.args[0].topic;
  }
  get partition(): number {
    return this.args[0].partition;
  }
  get offset(): string {
    return this.args[0].offset;
  }
  /** Counts from 1. */
  get attempt(): number {
    return this.args[1];
  }
  getPattern(): string {
    return this.args[2];
  }
  header(name: string): string | undefined {
    return headerText(this.args[0].headers, name);
  }
}
