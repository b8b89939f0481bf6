import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts a file in place that only its owner can read: whole or not at all, replacing what was there. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  await withDraft(path, text, (draft) => rename(draft, path));
}

/** The same, but keeps what is there: of several processes that start at once, all get the first one's text. */
export async function ensurePrivateFile(path: string, makeText: () => string): Promise<string> {
  const found = await readIfPresent(path);
  if (found !== undefined) return found;
  const text = makeText();
  return withDraft(path, text, async (draft) => {
    try {
      // A link, unlike a rename, fails when somebody was faster.
      await link(draft, path);
      return text;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      return readFile(path, 'utf8');
    }
  });
}

export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function withDraft<T>(path: string, text: string, use: (draft: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return await use(draft);
  } finally {
    await rm(draft, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
