import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { ChangeEvent } from './change-event.js';
import type { ChangePattern, KindOf } from './pattern.js';

/** Of the transport; a handler with it is not offered to any other that an app may have. */
export const SUBSCRIBER_TRANSPORT = Symbol('lintel-subscriber');

/** Nest's own filter would log the error with its text and hide its code (I10). */
@Catch()
class KeepError implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type ChangeHandler<P extends ChangePattern> = (event: ChangeEvent<KindOf<P>>, ...rest: never[]) => unknown;

/**
 * Marks a method of a controller as the handler of changes: `@OnChange('work-order.completed')`. With several patterns it is still called once
 * for each event. The compiler checks the type of its first parameter against the patterns.
 */
export function OnChange<P extends ChangePattern>(...patterns: readonly P[]) {
  const decorate = applyDecorators(EventPattern(patterns, SUBSCRIBER_TRANSPORT), UseFilters(KeepError));
  return <H extends ChangeHandler<P>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, name, descriptor);
}
