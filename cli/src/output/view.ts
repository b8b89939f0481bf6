import type { Language } from '@sluice/client';
import type picocolors from 'picocolors';

type Colors = ReturnType<typeof picocolors.createColors>;

/** For whom an answer is drawn. */
export interface View {
  readonly language: Language;
  /** Columns; infinite when nobody looks, so that nothing is cut for a program that reads it. */
  readonly width: number;
  /** More columns in tables, and nothing cut. */
  readonly wide?: true;
  readonly colors: Colors;
  readonly now: Date;
  /** Undefined for this machine's own. */
  readonly timeZone?: string;
}
