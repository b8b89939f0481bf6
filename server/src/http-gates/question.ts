import { createHash } from 'node:crypto';
import type { HttpGateSpec } from '../pipelines/index.ts';

/** What is on its way, as an address and its body may tell it. */
export interface QuestionFacts {
  readonly promotion: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly version: string;
  readonly digest: string;
  readonly revision: string;
}

/** One question about one promotion, with everything filled in. */
export interface Question {
  /** Another address, condition or artifact is another question: its answer is not this one's. */
  readonly key: string;
  readonly url: string;
  readonly host: string;
  readonly spec: HttpGateSpec;
  readonly facts: QuestionFacts;
}

export function questionOf(spec: HttpGateSpec, facts: QuestionFacts): Question {
  const url = fill(spec.url, facts);
  const asked = JSON.stringify([url, spec.method, spec.headers, spec.condition, facts]);
  const key = createHash('sha256').update(asked).digest('hex').slice(0, 32);
  return { key, url, host: new URL(url).host, spec, facts };
}

/** Every value is one word of the address, whatever it contains. */
export function fill(template: string, facts: Readonly<Omit<QuestionFacts, 'promotion'>>): string {
  return template.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(new Map(Object.entries(facts)).get(name) ?? ''),
  );
}
