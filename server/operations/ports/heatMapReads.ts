import type { HeatRun } from '../../contract/heatMap.ts';
import type { Range } from './inbox.ts';

/** Which runs are looked at: those that ran in a window, and are wanted. */
export interface HeatWindow {
  readonly fromMs: number;
  readonly untilMs: number;
  /** What has not ended runs until now. */
  readonly nowMs: number;
  readonly minMs: number;
  /** Absent: of all workflows. */
  readonly workflows?: readonly string[] | undefined;
  /** Absent: instances as a whole. Else the activities whose tasks count, by their workflows. */
  readonly activities?: readonly WorkflowActivity[] | undefined;
}

export interface WorkflowActivity {
  readonly workflow: string;
  readonly activity: string;
}

/** So many runs of a workflow that began and ended in the same cells. */
export interface HeatSpan {
  readonly workflow: string;
  /** The cells from the window's beginning, counted from 0. */
  readonly first: number;
  readonly last: number;
  readonly runs: number;
}

/** What ran when, of all workflows. */
export interface HeatMapReads {
  heatSpans: (window: HeatWindow) => Promise<readonly HeatSpan[]>;
  /** How many instances of each workflow ran in a window. */
  heatWorkflows: (window: HeatWindow) => Promise<readonly { readonly workflow: string; readonly instances: number }[]>;
  /** These instances, by workflow and start. */
  heatRuns: (window: HeatWindow, range: Range) => Promise<readonly HeatRun[]>;
}

/** How long a cell of the heat map is. */
export const cellMs = 300_000;
