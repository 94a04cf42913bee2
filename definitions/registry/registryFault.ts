/** The folders do not make a registry, or what was written of them is stale; each fault says how to mend it. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
