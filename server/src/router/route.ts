/** The place whose requests are routed, by the names that its addresses are made of. */
export interface RouteTarget {
  readonly targetId: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly target: string;
}

/** What answers them: a loopback address behind which one process listens. */
export interface Upstream {
  /** A new id is a new upstream, even on an address that an earlier one had. */
  readonly upstreamId: string;
  readonly host: string;
  readonly port: number;
  readonly releaseId: string;
  readonly version: string;
}

export interface Route extends RouteTarget, Omit<Upstream, 'port'> {
  /** Null: what stood there has ended and another will follow. Requests wait for it. */
  readonly port: number | null;
  /** Grows with every change of the upstream, so that replicas can say how far they are. */
  readonly generation: number;
}

export interface Acknowledgement {
  readonly replicaId: string;
  /** The newest generation that this replica sends requests by. */
  readonly generation: number;
  /** Every request that this replica sent by an earlier generation has ended. */
  readonly drainedGeneration: number;
}
