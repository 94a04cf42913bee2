import { ReactFlowProvider } from '@xyflow/react';
import type { Ref } from 'react';
import type { Problem } from '../../engine/model/problem.ts';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import type { DefinitionDraft } from '../document/definitionDraft.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Selection } from '../document/selection.ts';
import { useDocument } from '../document/useDocument.ts';
import type { CanvasHandle as Handle } from './canvasHandle.ts';
import { CanvasSurface } from './CanvasSurface.tsx';

/** What a page can ask of a canvas. */
export type CanvasHandle = Handle;

interface CommonProps {
  readonly handle?: Ref<CanvasHandle>;
  /** Enter, or a double click, on an activity. */
  readonly onOpenActivity?: (activity: string) => void;
}

/** The canvas as a drawing board: everything goes through the store. */
export interface EditCanvasProps extends CommonProps {
  readonly mode: 'edit';
  readonly store: DocumentStore;
  readonly problems?: readonly Problem[];
  /** The coming firing by activity, ISO; shown on the cards of schedulers. */
  readonly nextFirings?: Readonly<Record<string, string>>;
}

/** The canvas as a signal box: read only, lit by an instance. Without a `view` it only shows the definition. */
export interface LiveCanvasProps extends CommonProps {
  readonly mode: 'live';
  readonly definition: DefinitionDraft;
  readonly view?: InstanceView | undefined;
  readonly selection: Selection;
  readonly onSelectionChange: (selection: Selection) => void;
}

const noProblems: readonly Problem[] = [];
const noFirings: Readonly<Record<string, string>> = {};

function EditCanvas({ store, problems = noProblems, nextFirings = noFirings, ...common }: EditCanvasProps) {
  const { definition, selection } = useDocument(store);
  const sources = { definition, selection, isLive: false, view: undefined, problems, nextFirings };
  return <CanvasSurface {...common} sources={sources} store={store} onSelectionChange={store.select} />;
}

function LiveCanvas({ definition, view, selection, onSelectionChange, ...common }: LiveCanvasProps) {
  const sources = {
    definition,
    selection,
    isLive: view !== undefined,
    view,
    problems: noProblems,
    nextFirings: noFirings,
  };
  return <CanvasSurface {...common} sources={sources} onSelectionChange={onSelectionChange} />;
}

/** The graph of a workflow, to draw or to watch. Wants a `KindCatalogueProvider` above it and fills its parent. */
export function WorkflowCanvas(props: EditCanvasProps | LiveCanvasProps) {
  return (
    <ReactFlowProvider>
      {props.mode === 'edit' ? <EditCanvas {...props} /> : <LiveCanvas {...props} />}
    </ReactFlowProvider>
  );
}
