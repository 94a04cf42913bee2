import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { Random } from '../../demoData/random.ts';
import type { Sink, Value } from '../../demoData/sink.ts';

interface Enumeration {
  readonly name: string;
  readonly label: string;
  readonly cleansing: 0 | 1;
  readonly values: readonly string[];
  /** What people type, and what it stands for; null: nobody has mapped it yet. */
  readonly aliases: Readonly<Record<string, string | null>>;
  /** What is typed and known to nobody yet. */
  readonly unknown: readonly string[];
}

/** The third has no alias cleansing: its aliases must stay in the data. */
const enumerations: readonly [Enumeration, Enumeration, Enumeration] = [
  {
    name: 'nms_recipient.city',
    label: 'City',
    cleansing: 1,
    values: ['Paris', 'Stockholm', 'Seoul', 'Taipei', 'Berlin', 'Lyon'],
    aliases: { paris: 'Paris', PARIS: 'Paris', Sthlm: 'Stockholm', Soul: 'Seoul', Taibei: 'Taipei', Lugdunum: null },
    unknown: ['Malmö', 'Busan', 'Kaohsiung', 'Nantes'],
  },
  {
    name: 'nms_recipient.country',
    label: 'Country',
    cleansing: 1,
    values: ['France', 'Sweden', 'Korea', 'Taiwan', 'Germany'],
    aliases: { FR: 'France', Sverige: 'Sweden', ROK: 'Korea', Deutschland: 'Germany', GER: 'Germany' },
    unknown: ['Suisse', 'Norge'],
  },
  {
    name: 'nms_recipient.title',
    label: 'Title',
    cleansing: 0,
    values: ['Mr', 'Ms', 'Dr'],
    aliases: { Mister: 'Mr', Miss: 'Ms' },
    unknown: ['Prof.'],
  },
];

function typed({ values, aliases, unknown }: Enumeration, random: Random): Value {
  const chance = random.next();
  if (chance < 0.1) return null;
  const from = chance < 0.8 ? values : chance < 0.95 ? Object.keys(aliases) : unknown;
  return from[random.below(from.length)] ?? null;
}

/** City, country and title as somebody typed them. */
export function typedValues(random: Random): readonly [Value, Value, Value] {
  const [city, country, title] = enumerations;
  return [typed(city, random), typed(country, random), typed(title, random)];
}

/** The enumerations with their values and the aliases that are known. */
export async function fillEnumerations(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(
    sink,
    'xtk_enumeration',
    enumerations.map(({ name, label, cleansing }, index) => ({
      enumeration_id: index + 1,
      name,
      label,
      alias_cleansing: cleansing,
    })),
  );
  const values = enumerations.flatMap((enumeration, index) =>
    enumeration.values.map((value) => ({ enumeration: index + 1, value })),
  );
  const numberOf = new Map(values.map(({ enumeration, value }, index) => [`${enumeration} ${value}`, index + 1]));
  await fillRecords(
    sink,
    'xtk_enum_value',
    values.map(({ enumeration, value }, index) => ({
      enum_value_id: index + 1,
      enumeration_id: enumeration,
      value,
      label: value,
      hits: 0,
    })),
  );
  await fillAliases(sink, numberOf, at);
}

async function fillAliases(sink: Sink, numberOf: ReadonlyMap<string, number>, at: Instants): Promise<void> {
  const aliases = enumerations.flatMap((enumeration, index) =>
    Object.entries(enumeration.aliases).map(([alias, value]) => ({ enumeration: index + 1, alias, value })),
  );
  await fillRecords(
    sink,
    'xtk_enum_alias',
    aliases.map(({ enumeration, alias, value }, index) => ({
      enum_alias_id: index + 1,
      enumeration_id: enumeration,
      alias,
      enum_value_id: numberOf.get(`${enumeration} ${value}`) ?? null,
      hits: 0,
      collected_at: at.ago(90),
    })),
  );
}
