import { Component, type ReactNode } from 'react';
import { ProblemNotice } from './ProblemNotice.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
  /** When it changes (another page, say), what failed is tried again. */
  readonly resetKey?: string;
}

interface PageBoundaryState {
  readonly failure?: unknown;
  readonly resetKey?: string | undefined;
}

/** Shows cause and next step where what it holds has failed, instead of an empty page. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = {};

  static getDerivedStateFromError(failure: unknown): PageBoundaryState {
    return { failure };
  }

  static getDerivedStateFromProps(props: PageBoundaryProps, state: PageBoundaryState): PageBoundaryState | null {
    if (props.resetKey === state.resetKey) return null;
    return { resetKey: props.resetKey, failure: undefined };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return <ProblemNotice problem={failure} onRetry={() => this.setState({ failure: undefined })} page />;
  }
}
