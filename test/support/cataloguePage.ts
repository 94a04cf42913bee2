import { readDraft } from '../../editor/document/definitionDraft.ts';
import { pictureOf } from '../../editor/canvas/picture.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { kindIcons } from '../../definitions/registry/kindTexts.generated.ts';
import type { CatalogueEntry } from '../../definitions/packages/catalogueEntry.ts';
import { invariant } from '../../engine/invariant.ts';
import { catalogue, manifests, type CatalogueWorkflow } from '../packages/shippedPackages.ts';

/** A file of the catalogue, below docs/. */
export interface CatalogueFile {
  readonly file: string;
  readonly text: string;
}

const english = (text: string | Readonly<Record<string, string>>): string =>
  typeof text === 'string' ? text : (text['en'] ?? Object.values(text)[0] ?? '');

const anchorOf = (name: string): string => name.toLowerCase();

function rowOf({ entry, definition }: CatalogueWorkflow): string {
  const { workflow, label, trigger, severity } = entry;
  const status = definition ? 'shipped' : 'not yet';
  return `| [${workflow}](#${anchorOf(workflow)}) | ${label.en} | ${trigger.text} | ${severity} | ${status} |`;
}

function factsOf({ facts }: CatalogueEntry, isShipped: boolean): readonly string[] {
  return facts.map(({ fact, activities, elsewhere }) => {
    const shown = [...activities.map((id) => `\`${id}\``), ...(elsewhere === undefined ? [] : [elsewhere])];
    return `- ${fact}${isShipped ? ` — ${shown.join(', ')}` : ''}`;
  });
}

function sectionOf({ entry, definition }: CatalogueWorkflow): readonly string[] {
  const { workflow, label, trigger, severity, folder, decisions } = entry;
  const when = `${trigger.text}${trigger.cron === undefined ? '' : ` (\`${trigger.cron}\`)`}`;
  return [
    `### ${workflow}`,
    '',
    `**${label.en}** · ${label.fr} · ${label.sv} · ${label.ko} · ${label['zh-Hant']}`,
    '',
    ...(definition?.description === undefined ? [] : [english(definition.description), '']),
    `${when} Severity ${severity}. ${definition ? 'Shipped' : 'Not yet shipped'}. ${folder}.`,
    '',
    ...(definition ? [`![The graph of ${workflow}](catalogue/${workflow}.svg)`, ''] : []),
    ...factsOf(entry, definition !== undefined),
    '',
    ...(decisions.length === 0 ? [] : ['Decided:', '', ...decisions.map((decision) => `- ${decision}`), '']),
  ];
}

function pageText(): string {
  const shipped = catalogue.filter(({ definition }) => definition).length;
  const chapters = manifests.flatMap((manifest) => {
    const workflows = catalogue.filter((workflow) => workflow.package === manifest.name);
    return [
      `## ${english(manifest.label)} (\`${manifest.name}\`)`,
      '',
      english(manifest.description),
      '',
      '| workflow | label | when | severity | status |',
      '| --- | --- | --- | --- | --- |',
      ...workflows.map(rowOf),
      '',
      ...workflows.flatMap(sectionOf),
    ];
  });
  return [
    '<!-- Written by `npm run catalogue`; not edited by hand. -->',
    '',
    '# Catalogue',
    '',
    `The technical workflows of the shipped packages: ${shipped} of ${catalogue.length} so far. Behind each fact stand the activities that show it.`,
    '',
    ...chapters,
  ].join('\n');
}

function pictures(): readonly CatalogueFile[] {
  return catalogue.flatMap(({ entry, file, definition }) => {
    if (!definition) return [];
    const read = readDraft(file);
    invariant('draft' in read, `${entry.workflow} can be drawn`);
    return [{ file: `catalogue/${entry.workflow}.svg`, text: pictureOf(read.draft, { kinds, icons: kindIcons }) }];
  });
}

/** The page of the catalogue, before it is formatted, and a picture of each workflow that is shipped. */
export const catalogueFiles = (): readonly CatalogueFile[] => [
  { file: 'catalogue.md', text: pageText() },
  ...pictures(),
];
