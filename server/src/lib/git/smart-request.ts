import { Problem } from '../problem.ts';
import { gitMessages } from './git-messages.ts';

export type PackProgram = 'upload-pack' | 'receive-pack';

/** One of the three requests of git's smart HTTP protocol. `receive-pack` is a push: ask for that right already here. */
export interface SmartRequest {
  readonly service: PackProgram;
  /** `advertise` lists the refs before either; `exchange` is the transfer itself. */
  readonly step: 'advertise' | 'exchange';
}

/**
 * Recognises a request by what follows the repository in its path (`/info/refs`, `/git-upload-pack`,
 * `/git-receive-pack`) and its query without `?`. Compared to the letter: an encoded or dotted path is no request of git.
 * @throws Problem NotFound `git_dumb_protocol` or `git_request_malformed`
 */
export function readSmartRequest(method: string, rest: string, query: string): SmartRequest {
  if (method === 'GET' && rest === '/info/refs') {
    if (query === 'service=git-upload-pack') return { service: 'upload-pack', step: 'advertise' };
    if (query === 'service=git-receive-pack') return { service: 'receive-pack', step: 'advertise' };
    if (query === '') throw new Problem('NotFound', gitMessages.git_dumb_protocol());
  }
  if (method === 'POST' && query === '') {
    if (rest === '/git-upload-pack') return { service: 'upload-pack', step: 'exchange' };
    if (rest === '/git-receive-pack') return { service: 'receive-pack', step: 'exchange' };
  }
  const dumb = rest === '/HEAD' || rest.startsWith('/objects/');
  throw new Problem('NotFound', dumb ? gitMessages.git_dumb_protocol() : gitMessages.git_request_malformed());
}
