import { NotFoundException, ValidationPipe } from '@nestjs/common';
import { Matches } from 'class-validator';

/** Which stream a caller speaks to: all that a webhook takes besides the headers and the bytes of its delivery. */
export class WebhookPath {
  /** The name of a folder. */
  @Matches(/^[^\p{Cc}/\\]{1,255}$/u)
  readonly connector!: string;

  /** As connector.v1.json lets a stream be called. */
  @Matches(/^[a-z][a-z0-9-]{0,254}$/)
  readonly stream!: string;
}

/** What cannot be the name of a stream is answered as one that nobody declared. */
export const webhookPath = new ValidationPipe({
  transform: true,
  exceptionFactory: () => unknownStream(),
});

export const unknownStream = (): NotFoundException => new NotFoundException({ code: 'unknown-stream' });
