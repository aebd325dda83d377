import { BaseRpcContext } from '@nestjs/microservices';
import { headerText, type RawMessage } from '#libs/kafka/consumer/raw-message.js';

/** What a handler gets by `@Ctx()`: where its event lay in Kafka, and which attempt this is. The event is then `@Payload()`. */
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
  /** Which call of this handler for this event it is, from 1. */
  get attempt(): number {
    return this.args[1];
  }
  /** The pattern of the handler that matched. */
  getPattern(): string {
    return this.args[2];
  }
  /** The text of a header of the message; undefined where there is none. */
  header(name: string): string | undefined {
    return headerText(this.args[0].headers, name);
  }
}
