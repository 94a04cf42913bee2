import type {
  Connection as Drawn,
  FinalConnectionState,
  IsValidConnection,
  OnConnectEnd,
  OnReconnect,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Connection } from '../document/command.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import { canConnect } from '../document/rules.ts';
import type { PickerRequest } from './canvasActions.tsx';
import type { LineEdge } from './canvasTypes.ts';
import type { Editing } from './editing.ts';
import { cardSize } from './geometry.ts';

interface Connecting {
  readonly onConnect: (drawn: Drawn) => void;
  readonly onConnectEnd: OnConnectEnd;
  readonly onReconnect: OnReconnect<LineEdge>;
  readonly isValidConnection: IsValidConnection<LineEdge>;
}

/** What connecting needs of the canvas around. */
interface ConnectingNeeds {
  readonly store: DocumentStore;
  readonly editing: Editing;
  readonly openPicker: (request: PickerRequest) => void;
  readonly toCanvas: (point: { x: number; y: number }) => { x: number; y: number };
}

const wanted = ({
  source,
  sourceHandle,
  target,
}: Pick<Drawn, 'source' | 'target'> & { sourceHandle?: string | null }): Connection => ({
  from: source,
  outlet: sourceHandle ?? 'default',
  to: target,
});

const pointOf = (event: MouseEvent | TouchEvent) => {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : undefined;
  const { clientX: x, clientY: y } = touch ?? (event instanceof MouseEvent ? event : { clientX: 0, clientY: 0 });
  return { x, y };
};

/** The card under a point, wherever on it. */
const cardUnder = ({ x, y }: { x: number; y: number }): string | undefined =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-activity]')?.dataset['activity'];

/** The outlet that a transition was being drawn from, where it has not found an inlet. */
function unfinished({ isValid, fromNode, fromHandle }: FinalConnectionState): Omit<Connection, 'to'> | undefined {
  if (isValid === true || !fromNode || fromHandle.type !== 'source') return undefined;
  return { from: fromNode.id, outlet: fromHandle.id ?? 'default' };
}

/** Let go over a card: connected to it, or the reason why not. Over nothing: what follows is chosen there. */
function finish(event: MouseEvent | TouchEvent, state: FinalConnectionState, needs: ConnectingNeeds): void {
  const begun = unfinished(state);
  if (!begun) return;
  const at = pointOf(event);
  const to = state.toNode?.id ?? cardUnder(at);
  if (to !== undefined) return void needs.editing.run({ type: 'connect', ...begun, to });
  const { x, y } = needs.toCanvas(at);
  needs.openPicker({ at, place: [x, y - cardSize.height / 2], after: { activity: begun.from, outlet: begun.outlet } });
}

/**
 * Drawing and leading transitions by hand, with the document's rules.
 * @returns handlers for React Flow; none where nothing may be drawn
 */
export function useConnecting(needs: Partial<ConnectingNeeds>): Connecting | undefined {
  const { store, editing, openPicker, toCanvas } = needs;
  return useMemo(() => {
    if (!store || !editing || !openPicker || !toCanvas) return undefined;
    const whole = { store, editing, openPicker, toCanvas };
    return {
      onConnect: (drawn) => void editing.run({ type: 'connect', ...wanted(drawn) }),
      onConnectEnd: (event, state) => finish(event, state, whole),
      onReconnect: (edge, drawn) => void editing.run({ type: 'redirect', transition: edge.id, to: wanted(drawn) }),
      isValidConnection: (drawn) => {
        const except = 'id' in drawn ? drawn.id : undefined;
        return canConnect(store.getSnapshot().definition, store.kinds, wanted(drawn), except).allowed;
      },
    };
  }, [store, editing, openPicker, toCanvas]);
}
