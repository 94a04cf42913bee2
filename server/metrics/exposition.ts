/** A value under its labels; `suffix` is what histograms add to the name. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly value: number;
}

/** A metric as Prometheus knows it: one name, one meaning. */
export interface Family {
  readonly name: `signalbox_${string}`;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const inHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const inLabel = (text: string): string => inHelp(text).replaceAll('"', '\\"');

function sampleLine(name: string, { labels = {}, suffix, value }: Sample): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${inLabel(text)}"`);
  return `${name}${suffix ?? ''}${written.length > 0 ? `{${written.join(',')}}` : ''} ${String(value)}`;
}

/** Writes metrics in the text format of Prometheus, version 0.0.4. */
export const exposition = (families: readonly Family[]): string =>
  families
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${inHelp(help)}`,
      `# TYPE ${name} ${type}`,
      ...samples.map((sample) => sampleLine(name, sample)),
    ])
    .map((line) => `${line}\n`)
    .join('');
