import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  MiniMap,
  ReactFlow,
  useStore,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { ActivityCard } from './ActivityCard.tsx';
import { CanvasControls } from './CanvasControls.tsx';
import type { CardNode, LineEdge } from './canvasTypes.ts';
import { hueOf } from './drawnStatus.ts';
import { cardSize } from './geometry.ts';
import { TransitionLine } from './TransitionLine.tsx';
import { useFlowHandlers } from './useFlowHandlers.ts';
import type { Touch } from './useTouch.ts';
import classes from './WorkflowCanvas.module.css';

interface FlowPaneProps {
  readonly touch: Touch;
  readonly setHovered: (key: string | undefined) => void;
  readonly onTidy: (() => void) | undefined;
  readonly onOpenActivity: (activity: string) => void;
}

const nodeTypes: NodeTypes = { activity: ActivityCard };
const edgeTypes: EdgeTypes = { transition: TransitionLine };
const mapSize = { width: 176, height: 112 };

/** What never changes about React Flow here. Keys are the canvas' own; each focusable card would be one Tab more. */
const manners = {
  nodeTypes,
  edgeTypes,
  connectionLineType: ConnectionLineType.SmoothStep,
  connectionLineStyle: { stroke: 'var(--sb-accent)', strokeWidth: 2 },
  connectionRadius: 28,
  nodesFocusable: false,
  edgesFocusable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  multiSelectionKeyCode: ['Meta', 'Control', 'Shift'],
  zoomActivationKeyCode: ['Meta', 'Control'],
  panOnScroll: true,
  zoomOnDoubleClick: false,
  snapGrid: [8, 8] as [number, number], // React Flow wants a pair, not a list
  minZoom: 0.08,
  maxZoom: 2,
  elevateNodesOnSelect: false,
  elevateEdgesOnSelect: false,
  proOptions: { hideAttribution: true },
};

/** From here on cards that are out of sight are not drawn at all. */
const largeGraph = 120;
/** An overview helps where the graph is more than a glance. */
const overviewFrom = 8;
/** Further away than this the lines of text on cards only flicker; further still, so do icons. */
const distances = [
  { below: 0.36, name: 'far farther' },
  { below: 0.55, name: 'far' },
] as const;

const colourOf = (card: CardNode): string =>
  card.data.isLive && card.data.status !== 'notReached'
    ? `var(--sb-${hueOf(card.data.status)})`
    : 'var(--sb-border-strong)';

/** React Flow with the house's cards, lines and manners. */
export function FlowPane({ touch, setHovered, onTidy, onOpenActivity }: FlowPaneProps) {
  const { t } = useTranslation('canvas');
  const distance = useStore((state) => distances.find(({ below }) => state.transform[2] < below)?.name ?? '');
  const { drawing, editing, view } = touch;
  const handlers = useFlowHandlers(touch);
  const isEditable = editing !== undefined;
  return (
    <ReactFlow<CardNode, LineEdge>
      {...manners}
      {...handlers}
      className={distance}
      nodes={drawing.nodes}
      edges={drawing.edges}
      onNodeDoubleClick={(_event, card) => onOpenActivity(card.id)}
      onEdgeMouseEnter={(_event, edge) => setHovered(edge.id)}
      onEdgeMouseLeave={() => setHovered(undefined)}
      onInit={(flow) => view.open(flow.getNodes().find(({ selected }) => selected)?.id)}
      nodesDraggable={isEditable}
      nodesConnectable={isEditable}
      edgesReconnectable={isEditable}
      snapToGrid={isEditable}
      onlyRenderVisibleElements={drawing.nodes.length > largeGraph}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} color="var(--sb-border-strong)" />
      <CanvasControls onFit={view.fit} onTidy={onTidy} />
      {drawing.nodes.length >= overviewFrom && (
        <MiniMap<CardNode>
          className={classes.map}
          style={mapSize}
          ariaLabel={t('controls.map')}
          nodeColor={colourOf}
          nodeBorderRadius={Math.round(cardSize.height / 5)}
          bgColor="var(--sb-surface)"
          maskColor="color-mix(in srgb, var(--sb-canvas) 70%, transparent)"
          pannable
          zoomable
        />
      )}
    </ReactFlow>
  );
}
