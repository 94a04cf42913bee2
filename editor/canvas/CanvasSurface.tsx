import '@xyflow/react/dist/base.css';
import { useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/useFormats.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Selection } from '../document/selection.ts';
import { CanvasActionsProvider, HoveredTransitionProvider } from './canvasActions.tsx';
import { CanvasFormatsProvider } from './canvasFormats.tsx';
import type { CanvasHandle } from './canvasHandle.ts';
import { CanvasOverlay } from './CanvasOverlay.tsx';
import { FlowPane } from './FlowPane.tsx';
import { useCanvasCommands } from './useCanvasCommands.ts';
import type { DrawingSources } from './useDrawing.ts';
import { useTouch } from './useTouch.ts';
import classes from './WorkflowCanvas.module.css';

interface CanvasSurfaceProps {
  readonly sources: DrawingSources;
  /** Absent: the canvas is only looked at. */
  readonly store?: DocumentStore;
  readonly onSelectionChange: (selection: Selection) => void;
  readonly onOpenActivity?: (activity: string) => void;
  readonly handle?: Ref<CanvasHandle>;
}

const ignore = () => undefined;

/** The canvas itself: what is drawn, and every way to touch it. */
export function CanvasSurface({
  sources,
  store,
  onSelectionChange,
  onOpenActivity = ignore,
  handle,
}: CanvasSurfaceProps) {
  const { t } = useTranslation('canvas');
  const formats = useFormats();
  const root = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string>();
  const touch = useTouch({ root, sources, store, onSelectionChange });
  const { actions, addKind, tidyUp, handlers } = useCanvasCommands(touch, { onOpenActivity, handle });
  const { editing, view, drawing, notice, picker } = touch;
  return (
    <CanvasActionsProvider value={actions}>
      <HoveredTransitionProvider value={hovered}>
        <CanvasFormatsProvider value={formats}>
          <div
            ref={root}
            className={classes.root}
            data-mode={editing ? 'edit' : 'live'}
            role="application"
            aria-roledescription={t('role')}
            aria-label={t('name', { count: drawing.nodes.length })}
            tabIndex={0}
            {...handlers}
          >
            <FlowPane
              touch={touch}
              setHovered={setHovered}
              onTidy={editing && (() => void tidyUp())}
              onOpenActivity={onOpenActivity}
            />
            <CanvasOverlay
              sources={sources}
              notice={notice.text}
              picker={picker}
              onPick={(kind, request) => editing?.pick(kind, request, view.middle())}
              isEditable={editing !== undefined}
              onAdd={(kind) => {
                addKind(kind);
                // The button that was pressed is gone; the keys of the canvas go on from here.
                root.current?.focus({ preventScroll: true });
              }}
            />
          </div>
        </CanvasFormatsProvider>
      </HoveredTransitionProvider>
    </CanvasActionsProvider>
  );
}
