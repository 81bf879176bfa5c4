import { Component, type ReactNode } from 'react'

type DrawingBoundaryProps = {
  /** Told once of each failure. */
  onFailure: (error: unknown) => void
  /** What is drawn in place of the children that failed; `again` draws these once more. */
  fallback: (error: unknown, again: () => void) => ReactNode
  children: ReactNode
}

/** Catches what is thrown while its children are drawn, so that a mistake in one screen does not end the interface. */
export class DrawingBoundary extends Component<DrawingBoundaryProps, { failure: { error: unknown } | null }> {
  override state: { failure: { error: unknown } | null } = { failure: null }

  static getDerivedStateFromError(error: unknown): { failure: { error: unknown } } {
    return { failure: { error } }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFailure(error)
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return this.props.fallback(failure.error, () => this.setState({ failure: null }))
  }
}
