import type { Json } from '../model/json.ts';
import { toCel } from './celValue.ts';
import type { CelValue } from './celValue.ts';
import type { ExpressionScope } from './expressionScope.ts';
import type { Meter } from './meter.ts';
import { patternOf } from './pattern.ts';

/** An option that nobody declares. */
export class OptionUnknown extends Error {
  override readonly name = 'OptionUnknown';
}

/** What functions need beyond their arguments: passed to them unseen, since CEL has no other way to hand over a scope. */
export class Host {
  readonly #scope: ExpressionScope;
  readonly #meter: Meter;

  constructor(scope: ExpressionScope, meter: Meter) {
    this.#scope = scope;
    this.#meter = meter;
  }

  get meter(): Meter {
    return this.#meter;
  }

  option(name: string): CelValue {
    const value: Json | undefined = this.#scope.option(name);
    if (value === undefined) throw new OptionUnknown(`there is no option "${name}"`);
    return toCel(value);
  }

  active(activity: string): boolean {
    return this.#scope.active(activity);
  }

  matches(text: string, pattern: string): boolean {
    const compiled = patternOf(pattern);
    this.#meter.spend(Math.ceil((text.length * compiled.cost) / 64));
    return compiled.test(text);
  }
}
