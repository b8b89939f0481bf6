import { Problem } from '../problem.ts';
import { gitMessages } from './git-messages.ts';

/** What `update-ref` takes and the push protocol shows for "there is no such ref". */
export const absentSha = '0'.repeat(40);

const shaPattern = /^[0-9a-f]{40}$/;

export function isSha(text: string): boolean {
  return shaPattern.test(text);
}

/** @throws Problem InvalidInput `git_sha_invalid` */
export function assertSha(sha: string): string {
  if (!isSha(sha)) throw new Problem('InvalidInput', gitMessages.git_sha_invalid({ sha: shorten(sha) }));
  return sha;
}

// The characters that git itself forbids: controls, space, DEL and those with a meaning in revision syntax.
const forbiddenCharacters = new RegExp('[\\u0000-\\u0020\\u007f~^:?*\\[\\\\]');
const maxRefBytes = 240;

/**
 * The rules of `git check-ref-format`, plus a length that every file system takes and no component that starts with
 * "-", so that a name can never be read as an option, by git or by whoever types it later.
 */
export function isRefName(name: string): boolean {
  if (name.length === 0 || Buffer.byteLength(name) > maxRefBytes) return false;
  if (forbiddenCharacters.test(name) || name.includes('..') || name.includes('@{') || name === '@') return false;
  if (name.endsWith('.') || !isWellFormed(name)) return false;
  return name
    .split('/')
    .every((part) => part !== '' && !part.startsWith('.') && !part.startsWith('-') && !part.endsWith('.lock'));
}

// A lone surrogate would become U+FFFD on its way to git: two different names, one ref.
function isWellFormed(name: string): boolean {
  return name.isWellFormed() && !name.includes('\uFFFD');
}

/** `develop` → `refs/heads/develop`. @throws Problem InvalidInput `git_name_invalid` */
export function branchRef(branch: string): string {
  return refIn('refs/heads/', branch);
}

/** `v1.2.3` → `refs/tags/v1.2.3`. @throws Problem InvalidInput `git_name_invalid` */
export function tagRef(tag: string): string {
  return refIn('refs/tags/', tag);
}

function refIn(namespace: string, name: string): string {
  // `HEAD` as a branch name is legal for git and a trap for people.
  if (!isRefName(name) || name === 'HEAD') throw invalidName(name);
  return namespace + name;
}

export function invalidName(name: string): Problem {
  return new Problem('InvalidInput', gitMessages.git_name_invalid({ name: shorten(name) }));
}

/** A path inside a tree: relative, `/`-separated, no empty, `.` or `..` part. @throws Problem `git_path_invalid` */
export function assertTreePath(path: string): string {
  const bad =
    path.length > 4096 ||
    path.includes('\0') ||
    path.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (bad) throw new Problem('InvalidInput', gitMessages.git_path_invalid({ path: shorten(path) }));
  return path;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
