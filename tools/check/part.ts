/** One part of the gate. It answers what is wrong as text to print; nothing means that all is well. */
export interface Part {
  readonly name: string;
  /** What to do when the part is red. */
  readonly remedy: string;
  readonly check: () => Promise<string | undefined>;
  /** Repairs what a tool can repair by itself. */
  readonly fix?: () => Promise<string | undefined>;
}

export interface Verdict {
  readonly part: Part;
  readonly tookMs: number;
  readonly complaint: string | undefined;
}

/** Runs the parts with at most `width` at a time, and tells each verdict as soon as it is known. */
export async function judge(
  parts: readonly Part[],
  width: number,
  tell: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = [...parts];
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const startedAt = performance.now();
      const complaint = await part.check().catch((error: unknown) => describe(error));
      const verdict = { part, tookMs: performance.now() - startedAt, complaint };
      verdicts.push(verdict);
      tell(verdict);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return verdicts;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
