import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { ChangeEvent } from './change-event.js';
import type { ChangePattern, KindOf } from './pattern.js';

/** Names this transport to Nest, so that a handler of `@OnChange` is not offered to any other transport of an app. */
export const SUBSCRIBER_TRANSPORT = Symbol('lintel-subscriber');

/** Passes an error on as it is. Nest's own filter would log its text and hide its code (I10). */
@Catch()
class KeepError implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type ChangeHandler<P extends ChangePattern> = (event: ChangeEvent<KindOf<P>>, ...rest: never[]) => unknown;

/**
 * Marks a method of a controller as a handler of changes: `@OnChange('work-order.completed')`. `Handle` says when it is called and what a throw
 * means. With several patterns it is still called once for each event. The compiler checks the type of its first parameter
 * against the patterns. A pattern that is none ends the start of the app with ConfigError `subscriber-pattern`.
 */
export function OnChange<P extends ChangePattern>(...patterns: readonly P[]) {
  const decorate = applyDecorators(EventPattern(patterns, SUBSCRIBER_TRANSPORT), UseFilters(KeepError));
  return <H extends ChangeHandler<P>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, name, descriptor);
}
