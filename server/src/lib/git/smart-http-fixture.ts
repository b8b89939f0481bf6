import { expect } from 'vitest';
import { defineMessages } from '../message.ts';
import type { BareRepository } from './bare-repository.ts';
import { serveRepository, temporaryRepository, workTree } from './git-fixture.ts';
import type { WorkTree } from './git-fixture.ts';
import type { RefUpdate } from './receive-commands.ts';

export const words = defineMessages({
  branch_is_ours: {
    en: (p: { ref: string }) => `${p.ref} is written by the server alone. Push to develop instead.`,
    uk: (p) => `${p.ref} змінює лише сервер. Надсилайте до develop.`,
  },
});

export const protectQa = (update: RefUpdate) =>
  /^refs\/(heads|tags)\/qa(\/|$)/.test(update.ref) ? words.branch_is_ours({ ref: update.ref }) : undefined;

export async function failing(push: Promise<unknown>): Promise<string> {
  const failure: unknown = await push.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeDefined();
  return failure instanceof Error ? failure.message : String(failure);
}

export async function served(
  options: Parameters<typeof serveRepository>[1] = {},
  limits: Parameters<typeof serveRepository>[2] = {},
): Promise<{ repository: BareRepository; work: WorkTree; url: string; failures: unknown[]; first: string }> {
  const [repository, work] = [await temporaryRepository(), await workTree()];
  const server = await serveRepository(repository, options, limits);
  const first = await work.commit({ 'a.txt': '1\n' });
  await work.git('remote', 'add', 'origin', server.url);
  return { repository, work, first, ...server };
}
