import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOwnFolder, openWorkPlace, reachableNode } from '../../../lib/work-place.ts';
import type { SystemUser } from '../../../lib/work-place.ts';

/** Where apps run and where their output is kept. */
export interface ProcessDirectories {
  /** The folder of `node` for the PATH of apps, readable by the user they run as. */
  readonly nodeBin: string;
  /** A release's own folder: `app` (its copy of the artifact), `home`, and the marks of its starts. */
  release(targetId: string, releaseId: string): string;
  target(targetId: string): string;
  /** Output of a target's processes; not readable by the apps. */
  logs(targetId: string): string;
  /** Makes a release's folder with everything but `app`. */
  makeRelease(targetId: string, releaseId: string): Promise<string>;
}

export interface DirectoryOptions {
  readonly dataDir: string;
  /** Set when apps run as another user than the server. */
  readonly runAs?: SystemUser;
  /** Where to run apps; chosen when absent. */
  readonly runDir?: string;
  readonly nodePath: string;
}

/** Apps run in the folder `run` of their user's place of work; see `openWorkPlace`. */
export async function openDirectories(options: DirectoryOptions): Promise<ProcessDirectories> {
  const { dataDir, runAs } = options;
  const place = options.runDir === undefined ? await openWorkPlace(dataDir, runAs) : dataDir;
  const root = options.runDir ?? join(place, 'run');
  await makeOwnFolder(root);

  const makeRelease = async (targetId: string, releaseId: string): Promise<string> => {
    const directory = join(root, targetId, releaseId);
    for (const folder of [directory, join(directory, 'home'), join(directory, 'starts')]) {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      if (runAs === undefined) continue;
      await chmod(folder, 0o755);
      await chown(folder, runAs.uid, runAs.gid);
    }
    return directory;
  };

  return {
    nodeBin: await reachableNode(options.nodePath, root, runAs),
    release: (targetId, releaseId) => join(root, targetId, releaseId),
    target: (targetId) => join(root, targetId),
    logs: (targetId) => join(dataDir, 'logs', targetId),
    makeRelease,
  };
}
