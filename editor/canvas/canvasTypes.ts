import type { Edge, Node } from '@xyflow/react';
import type { Problem } from '../../engine/model/problem.ts';
import type { ActivityReading } from '../document/activityReading.ts';
import type { ActivityDraft } from '../document/definitionDraft.ts';
import type { ActivityView } from '../../server/contract/instanceView.ts';
import type { DrawnStatus } from './drawnStatus.ts';
import type { Point } from './geometry.ts';

/** What a card shows. */
export type CardData = {
  readonly activity: ActivityDraft;
  readonly reading: ActivityReading;
  readonly label: string;
  readonly isLive: boolean;
  readonly status: DrawnStatus;
  readonly view: ActivityView | undefined;
  readonly problems: readonly Problem[] | undefined;
  /** ISO; schedulers only. */
  readonly nextFiring: string | undefined;
  /** Names of the outlets that transitions leave by, joined by blanks. */
  readonly connected: string;
};

/** React Flow's node for an activity. */
export type CardNode = Node<CardData, 'activity'>;

/** What a transition shows. */
export type LineData = {
  readonly line: readonly Point[];
  readonly outlet: string;
  /** Shown where the outlet is one of several, or the author wrote something. */
  readonly label: string | undefined;
  /** The number on its badges where it is drawn as a jump. */
  readonly jump: number | undefined;
  readonly isLive: boolean;
  /** When an event last passed; absent where none has. */
  readonly takenAtMs: number | undefined;
  readonly count: number;
  readonly recordCount: number | undefined;
  readonly durationMs: number | undefined;
  /** What is dragged would be spliced in here. */
  readonly isTarget: boolean;
};

/** React Flow's edge for a transition. */
export type LineEdge = Edge<LineData, 'transition'>;
