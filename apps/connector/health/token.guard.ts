import { timingSafeEqual } from 'node:crypto';
import {
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
  UnauthorizedException,
} from '@nestjs/common';
import type { Settings } from '#libs/ops/settings.js';
import { SETTINGS } from '../tokens.js';

/** Where a token is set, callers must bring it. It is required as soon as the app listens beyond loopback. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const token = this.settings.LINTEL_HTTP_TOKEN;
    if (token === undefined) return true;
    const { headers } = context
      .switchToHttp()
      .getRequest<{ readonly headers: Readonly<Record<string, unknown>> }>();
    if (same(headers['authorization'], `Bearer ${token}`)) return true;
    throw new UnauthorizedException('Send the token as "Authorization: Bearer …".');
  }
}

function same(given: unknown, wanted: string): boolean {
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
