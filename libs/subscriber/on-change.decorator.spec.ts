import 'reflect-metadata';
import type { ChangeEvent } from './change-event.js';
import { OnChange } from './on-change.decorator.js';

/** Compiled and never called: each expected error is one that the compiler must find. */
class Typed {
  @OnChange('work-order.completed', 'work-order.cancelled')
  order(event: ChangeEvent<'work-order'>): string | undefined {
    return event.value.completedAt?.at;
  }
  @OnChange('request.*', 'invoice.*')
  two(event: ChangeEvent<'request' | 'invoice'>): string {
    return event.kind === 'request' ? 'reported' : 'invoiced';
  }
  @OnChange('request-personal.*')
  personal({ value }: ChangeEvent<'request-personal'>): boolean {
    return value === undefined; // erased
  }
  // @ts-expect-error the handler is for another kind
  @OnChange('request.reported')
  other(event: ChangeEvent<'work-order'>): string {
    return event.key;
  }
  // @ts-expect-error there is no such change
  @OnChange('work-order.complete')
  mistyped(event: ChangeEvent<'work-order'>): string {
    return event.key;
  }
  // @ts-expect-error personal topics are followed as a whole
  @OnChange('work-order-personal.completed')
  part(event: ChangeEvent<'work-order-personal'>): string {
    return event.key;
  }
}

test('leaves the method as it is', () => {
  const event: ChangeEvent<'request-personal'> = {
    id: 't/k:2',
    kind: 'request-personal',
    key: 'k',
    version: 2,
    changes: [],
    origin: 'live',
    at: '2026-01-05T10:00:00Z',
    value: undefined,
  };
  expect(new Typed().personal(event)).toBe(true);
});
